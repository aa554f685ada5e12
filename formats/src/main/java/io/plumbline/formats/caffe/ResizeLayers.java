package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Interp and Upsample, which common forks of Caffe have. */
final class ResizeLayers {
  private ResizeLayers() {}

  /** Linear between corners that stay corners. */
  static List<Blob> interp(LayerScope scope) {
    TextMessage parameters = scope.parameters("interp_param");
    Blob bottom = picture(scope);
    if (parameters.integer("pad_beg", 0) != 0 || parameters.integer("pad_end", 0) != 0) {
      throw scope.unsupported("'pad_beg' and 'pad_end' are not read", "pad before the layer");
    }
    long shrink = scope.within(parameters, "shrink_factor", 1, 1, Short.MAX_VALUE);
    long zoom = scope.within(parameters, "zoom_factor", 1, 1, Short.MAX_VALUE);
    Shape shape = bottom.shape();
    for (int axis = 2; axis < 4; axis++) {
      long shrunk = (bottom.dim(axis) - 1) / shrink + 1;
      shape = shape.with(axis, shrunk + (shrunk - 1) * (zoom - 1));
    }
    if (parameters.has("height") || parameters.has("width")) {
      shape =
          shape
              .with(2, scope.count(parameters, "height", 0))
              .with(3, scope.count(parameters, "width", 0));
    }
    return List.of(resized(scope, bottom, shape, "linear", "align_corners", "round_prefer_floor"));
  }

  /** Every number becomes a square of itself. */
  static List<Blob> upsample(LayerScope scope) {
    TextMessage parameters = scope.parameters("upsample_param");
    Blob bottom = picture(scope);
    long scale = scope.within(parameters, "scale", 2, 1, Short.MAX_VALUE);
    Shape shape = bottom.shape().with(2, bottom.dim(2) * scale).with(3, bottom.dim(3) * scale);
    return List.of(resized(scope, bottom, shape, "nearest", "asymmetric", "floor"));
  }

  private static Blob picture(LayerScope scope) {
    Blob bottom = scope.bottom();
    if (bottom.rank() != 4) {
      throw scope.bad(
          "a bottom of %s; 4 axes are expected".formatted(bottom.shape()), "reshape it");
    }
    return bottom;
  }

  private static Blob resized(
      LayerScope scope, Blob bottom, Shape shape, String mode, String rule, String nearest) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("mode", new Attribute.StringValue(mode));
    attributes.put("coordinate_transformation_mode", new Attribute.StringValue(rule));
    attributes.put("nearest_mode", new Attribute.StringValue(nearest));
    return scope.node(
        "Resize",
        shape,
        new Attributes(attributes),
        bottom.value(),
        Node.ABSENT,
        Node.ABSENT,
        scope.integers("sizes", shape.toArray()));
  }
}
