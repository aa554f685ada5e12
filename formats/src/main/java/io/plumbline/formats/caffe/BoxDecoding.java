package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Boxes from learned offsets and prior boxes, in Caffe's three codes. */
final class BoxDecoding {
  /** Numbered from 1 in the file format. */
  private enum Code {
    NONE,
    CORNER,
    CENTER_SIZE,
    CORNER_SIZE
  }

  private BoxDecoding() {}

  /** The edges of boxes, or what stands for them, each of one trailing extent. */
  private record Columns(Blob left, Blob top, Blob right, Blob bottom) {
    static Columns of(List<Blob> blobs) {
      return new Columns(blobs.get(0), blobs.get(1), blobs.get(2), blobs.get(3));
    }
  }

  /**
   * Decoded corners.
   *
   * @param offsets images × boxes × sets × 4
   * @param priors 1 × 2 × (4 · boxes)
   * @return of the offsets' shape
   */
  static Blob decoded(LayerScope scope, Blob offsets, Blob priors) {
    TextMessage parameters = scope.parameters("detection_output_param");
    long boxes = offsets.dim(1);
    Blob apart = ShapeLayers.reshaped(scope, priors, scope.shape(List.of(2L, boxes, 1L, 4L)));
    List<Blob> halves = split(scope, apart, 0, 2);
    Blob corners = halves.getFirst();
    Blob scaled =
        parameters.flag("variance_encoded_in_target", false)
            ? offsets
            : binary(scope, "Mul", offsets, halves.get(1));
    Columns prior = Columns.of(split(scope, corners, 3, 4));
    Columns offset = Columns.of(split(scope, scaled, 3, 4));
    Columns box =
        switch (parameters.choice("code_type", Code.CORNER)) {
          case CENTER_SIZE -> centreSize(scope, prior, offset);
          case CORNER_SIZE -> cornerSize(scope, prior, offset);
          case CORNER ->
              new Columns(
                  binary(scope, "Add", offset.left(), prior.left()),
                  binary(scope, "Add", offset.top(), prior.top()),
                  binary(scope, "Add", offset.right(), prior.right()),
                  binary(scope, "Add", offset.bottom(), prior.bottom()));
          case NONE -> throw scope.bad("there is no code 0", "name the 'code_type'");
        };
    Blob joined =
        scope.node(
            "Concat",
            offsets.shape(),
            Attributes.integer("axis", 3),
            box.left().value(),
            box.top().value(),
            box.right().value(),
            box.bottom().value());
    if (!parameters.flag("clip", false)) {
      return joined;
    }
    return scope.node(
        "Clip",
        joined.shape(),
        Attributes.NONE,
        joined.value(),
        scope.number("min", 0f),
        scope.number("max", 1f));
  }

  /** Offsets move the corners by parts of the prior's width and height. */
  private static Columns cornerSize(LayerScope scope, Columns prior, Columns offset) {
    Blob width = extent(scope, prior.left(), prior.right());
    Blob height = extent(scope, prior.top(), prior.bottom());
    return new Columns(
        moved(scope, offset.left(), width, prior.left()),
        moved(scope, offset.top(), height, prior.top()),
        moved(scope, offset.right(), width, prior.right()),
        moved(scope, offset.bottom(), height, prior.bottom()));
  }

  /** Offsets move the centre and stretch the sides by powers of e. */
  private static Columns centreSize(LayerScope scope, Columns prior, Columns offset) {
    Blob width = extent(scope, prior.left(), prior.right());
    Blob height = extent(scope, prior.top(), prior.bottom());
    Blob centreX = moved(scope, offset.left(), width, middle(scope, prior.left(), prior.right()));
    Blob centreY = moved(scope, offset.top(), height, middle(scope, prior.top(), prior.bottom()));
    Blob halfWidth = stretched(scope, offset.right(), width);
    Blob halfHeight = stretched(scope, offset.bottom(), height);
    return new Columns(
        binary(scope, "Sub", centreX, halfWidth),
        binary(scope, "Sub", centreY, halfHeight),
        binary(scope, "Add", centreX, halfWidth),
        binary(scope, "Add", centreY, halfHeight));
  }

  private static Blob moved(LayerScope scope, Blob offset, Blob extent, Blob from) {
    return binary(scope, "Add", binary(scope, "Mul", offset, extent), from);
  }

  private static Blob extent(LayerScope scope, Blob low, Blob high) {
    return binary(scope, "Sub", high, low);
  }

  private static Blob middle(LayerScope scope, Blob low, Blob high) {
    return ArithmeticLayers.scaled(scope, binary(scope, "Add", low, high), 0.5f);
  }

  /** Half of exp(offset) times the prior's extent. */
  private static Blob stretched(LayerScope scope, Blob offset, Blob extent) {
    Blob factor = scope.node("Exp", offset.shape(), Attributes.NONE, offset.value());
    return ArithmeticLayers.scaled(scope, binary(scope, "Mul", factor, extent), 0.5f);
  }

  /** An op of two operands, of which the first has the result's shape. */
  private static Blob binary(LayerScope scope, String type, Blob first, Blob second) {
    return scope.node(type, first.shape(), Attributes.NONE, first.value(), second.value());
  }

  private static List<Blob> split(LayerScope scope, Blob blob, int axis, int parts) {
    Shape part = blob.shape().with(axis, 1);
    List<Shape> shapes = new ArrayList<>();
    long[] sizes = new long[parts];
    for (int i = 0; i < parts; i++) {
      shapes.add(part);
      sizes[i] = 1;
    }
    return scope.nodes(
        "Split",
        shapes,
        Attributes.integer("axis", axis),
        blob.value(),
        scope.integers("sizes", sizes));
  }
}
