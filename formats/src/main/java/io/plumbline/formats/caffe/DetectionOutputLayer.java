package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * DetectionOutput in standard ops: decodes boxes, suppresses overlaps class by class, keeps the
 * best.
 *
 * <p>The result is 1×1×rows×7, each row image, label, score, left, top, right, bottom, in Caffe's
 * order: by image, then label, then falling score. Caffe's number of rows changes from picture to
 * picture; here it is {@code keep_top_k} for each image, rows that nothing fills are zero (their
 * score, too).
 */
final class DetectionOutputLayer {
  private DetectionOutputLayer() {}

  /**
   * The layer's parameters.
   *
   * @param kept rows for each image
   */
  record Settings(
      long classes,
      long background,
      boolean shared,
      float overlap,
      long considered,
      float confidence,
      long kept) {
    /** The labels that are looked for. */
    long[] labels() {
      return LongStream.range(0, classes).filter(label -> label != background).toArray();
    }
  }

  static List<Blob> detectionOutput(LayerScope scope) {
    scope.requireBottoms(3, 3);
    Blob location = scope.bottoms().getFirst();
    Blob confidence = scope.bottoms().get(1);
    Blob priors = scope.bottoms().get(2);
    if (priors.rank() != 3 || priors.dim(0) != 1 || priors.dim(1) != 2 || priors.dim(2) % 4 != 0) {
      throw scope.bad("prior boxes of %s".formatted(priors.shape()), "feed 1x2x(4 boxes)");
    }
    long boxes = priors.dim(2) / 4;
    Settings settings = settings(scope, boxes);
    long images = location.dim(0);
    long sets = settings.shared() ? 1 : settings.classes();
    if (location.shape().elements() != images * boxes * sets * 4
        || confidence.shape().elements() != images * boxes * settings.classes()) {
      throw scope.bad(
          "%d boxes of %d classes with locations %s and confidences %s"
              .formatted(boxes, settings.classes(), location.shape(), confidence.shape()),
          "correct 'num_classes', 'share_location' or the layers before it");
    }
    Blob offsets =
        ShapeLayers.reshaped(scope, location, scope.shape(List.of(images, boxes, sets, 4L)));
    Blob scores =
        ShapeLayers.reshaped(
            scope, confidence, scope.shape(List.of(images, boxes, settings.classes())));
    Blob decoded = BoxDecoding.decoded(scope, offsets, priors);
    return List.of(rows(scope, settings, decoded, scores));
  }

  private static Settings settings(LayerScope scope, long boxes) {
    TextMessage parameters = scope.parameters("detection_output_param");
    TextMessage suppression = parameters.message("nms_param");
    if (suppression.number("eta", 1) != 1) {
      throw scope.unsupported("an overlap limit that adapts ('eta') is not made", "set eta: 1");
    }
    long classes = scope.within(parameters, "num_classes", 0, 1, Short.MAX_VALUE);
    long background = parameters.integer("background_label_id", 0);
    long looked = background >= 0 && background < classes ? classes - 1 : classes;
    if (looked == 0) {
      throw scope.bad("the only class is the background", "correct 'num_classes'");
    }
    long top = suppression.integer("top_k", -1);
    long considered = top < 0 || top > boxes ? boxes : Math.max(1, top);
    long keep = parameters.integer("keep_top_k", -1);
    long most = looked * considered;
    return new Settings(
        classes,
        background,
        parameters.flag("share_location", true),
        suppression.number("nms_threshold", 0.3),
        considered,
        parameters.number("confidence_threshold", -Float.MAX_VALUE),
        keep <= 0 || keep > most ? most : keep);
  }

  /** Rows of all images, below one another. */
  private static Blob rows(LayerScope scope, Settings settings, Blob boxes, Blob scores) {
    long images = scores.dim(0);
    if (images > CaffeReader.MOST_DETECTION_IMAGES) {
      throw scope.unsupported("a batch of %d images".formatted(images), "use a smaller batch");
    }
    List<Blob> parts = new ArrayList<>();
    for (long image = 0; image < images; image++) {
      parts.add(BoxSelection.rows(scope, settings, image, boxes, scores));
    }
    Blob all = parts.getFirst();
    if (images > 1) {
      all =
          scope.node(
              "Concat",
              Shape.of(images * settings.kept(), 7),
              Attributes.integer("axis", 0),
              parts.stream().map(Blob::value).toArray(String[]::new));
    }
    return ShapeLayers.reshaped(scope, all, Shape.of(1, 1, images * settings.kept(), 7));
  }

  /** A column of labels, as floats. */
  static Tensor labels(Settings settings) {
    long[] labels = settings.labels();
    float[] values = new float[labels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels[i];
    }
    return Tensor.of(Shape.of(values.length), values);
  }
}
