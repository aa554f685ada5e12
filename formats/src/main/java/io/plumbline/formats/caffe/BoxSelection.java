package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.DetectionOutputLayer.Settings;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The rows that DetectionOutput hands out for one image.
 *
 * <p>NonMaxSuppression finds a number of boxes that depends on the data. As many empty candidates
 * as rows are wanted are put behind them, so that the best of all are always as many as the rows.
 */
final class BoxSelection {
  /** The score of a candidate that is none. */
  private static final float NONE = -Float.MAX_VALUE;

  private BoxSelection() {}

  /**
   * Kept × 7.
   *
   * @param boxes images × boxes × sets × 4
   * @param scores images × boxes × classes
   */
  static Blob rows(LayerScope scope, Settings settings, long image, Blob boxes, Blob scores) {
    long count = boxes.dim(1);
    long classes = settings.labels().length;
    Blob own = classScores(scope, settings, image, scores);
    Blob corners = corners(scope, settings, image, boxes);
    boolean shared = settings.shared();
    Blob limited = limited(scope, settings, own);
    Shape forBoxes = shared ? Shape.of(1, count, 4) : Shape.of(classes, count, 4);
    Shape forScores = shared ? Shape.of(1, classes, count) : Shape.of(classes, 1, count);
    Blob suppressed =
        scope.node(
            "NonMaxSuppression",
            Shape.of(1, 3),
            Attributes.NONE,
            ShapeLayers.reshaped(scope, corners, forBoxes).value(),
            ShapeLayers.reshaped(scope, limited, forScores).value(),
            scope.integers("boxes_per_class", settings.considered()),
            scope.constant("overlap", Tensor.of(Shape.of(1), settings.overlap())),
            scope.constant("confidence", Tensor.of(Shape.of(1), settings.confidence())));
    return kept(scope, settings, image, suppressed, corners, own);
  }

  /** classes × boxes: the scores of what is looked for. */
  private static Blob classScores(LayerScope scope, Settings settings, long image, Blob scores) {
    Blob one =
        scope.node(
            "Gather",
            Shape.of(scores.dim(1), scores.dim(2)),
            Attributes.integer("axis", 0),
            scores.value(),
            scope.constant("image", Tensor.of(Shape.of(), image)));
    Blob looked =
        scope.node(
            "Gather",
            Shape.of(scores.dim(1), settings.labels().length),
            Attributes.integer("axis", 1),
            one.value(),
            scope.integers("labels", settings.labels()));
    return scope.node(
        "Transpose",
        looked.shape().permute(1, 0),
        Attributes.integers("perm", 1, 0),
        looked.value());
  }

  /** sets × boxes × 4, where the sets are one or the classes that are looked for. */
  private static Blob corners(LayerScope scope, Settings settings, long image, Blob boxes) {
    Blob one =
        scope.node(
            "Gather",
            Shape.of(boxes.dim(1), boxes.dim(2), 4),
            Attributes.integer("axis", 0),
            boxes.value(),
            scope.constant("image", Tensor.of(Shape.of(), image)));
    Blob looked =
        settings.shared()
            ? one
            : scope.node(
                "Gather",
                one.shape().with(1, settings.labels().length),
                Attributes.integer("axis", 1),
                one.value(),
                scope.integers("labels", settings.labels()));
    return scope.node(
        "Transpose",
        looked.shape().permute(1, 0, 2),
        Attributes.integers("perm", 1, 0, 2),
        looked.value());
  }

  /** Scores with all below a class's {@code top_k} best taken out. */
  private static Blob limited(LayerScope scope, Settings settings, Blob scores) {
    long count = scores.dim(1);
    if (settings.considered() == count) {
      return scores;
    }
    Shape top = scores.shape().with(1, settings.considered());
    List<Blob> best =
        scope.nodes(
            "TopK",
            List.of(top, top),
            Attributes.integer("axis", 1),
            scores.value(),
            scope.integers("considered", settings.considered()));
    Blob worst =
        scope.node(
            "Gather",
            top.with(1, 1),
            Attributes.integer("axis", 1),
            best.getFirst().value(),
            scope.integers("worst", settings.considered() - 1));
    Blob stays =
        scope.node(
            "GreaterOrEqual", scores.shape(), Attributes.NONE, scores.value(), worst.value());
    return scope.node(
        "Where",
        scores.shape(),
        Attributes.NONE,
        stays.value(),
        scores.value(),
        scope.number("none", NONE));
  }

  private static Blob kept(
      LayerScope scope, Settings settings, long image, Blob suppressed, Blob corners, Blob scores) {
    long rows = settings.kept();
    scope.reserveGenerated(10 * rows);
    Blob classAndBox = classAndBox(scope, settings, suppressed);
    Blob found =
        scope.node("GatherND", Shape.of(1), Attributes.NONE, scores.value(), classAndBox.value());
    float[] none = new float[Math.toIntExact(rows)];
    Arrays.fill(none, NONE);
    Blob candidates =
        scope.node(
            "Concat",
            Shape.of(rows),
            Attributes.integer("axis", 0),
            found.value(),
            scope.constant("none_scores", Tensor.of(Shape.of(rows), none)));
    Blob places =
        scope.node(
            "Concat",
            Shape.of(rows, 2),
            Attributes.integer("axis", 0),
            classAndBox.value(),
            scope.constant(
                "none_places", Tensor.of(Shape.of(rows, 2), new long[Math.toIntExact(2 * rows)])));
    Blob best = inOrder(scope, candidates, rows);
    Blob bestScores = gathered(scope, candidates, best, Shape.of(rows));
    Blob bestPlaces = gathered(scope, places, best, Shape.of(rows, 2));
    Blob filled = columns(scope, settings, image, corners, bestScores, bestPlaces);
    Blob isFilled =
        scope.node(
            "Greater",
            Shape.of(rows, 1),
            Attributes.NONE,
            ShapeLayers.reshaped(scope, bestScores, Shape.of(rows, 1)).value(),
            scope.number("none", NONE));
    return scope.node(
        "Where",
        Shape.of(rows, 7),
        Attributes.NONE,
        isFilled.value(),
        filled.value(),
        scope.number("zero", 0f));
  }

  /** Found × 2: which class, which box. */
  private static Blob classAndBox(LayerScope scope, Settings settings, Blob suppressed) {
    return scope.node(
        "Gather",
        Shape.of(1, 2),
        Attributes.integer("axis", 1),
        suppressed.value(),
        scope.integers("class_and_box", settings.shared() ? 1L : 0L, 2L));
  }

  /** Where the best scores stand, in the order in which they stand. */
  private static Blob inOrder(LayerScope scope, Blob candidates, long rows) {
    Shape shape = Shape.of(rows);
    Blob best =
        scope
            .nodes(
                "TopK",
                List.of(shape, shape),
                Attributes.integer("axis", 0),
                candidates.value(),
                scope.integers("rows", rows))
            .get(1);
    return scope
        .nodes(
            "TopK",
            List.of(shape, shape),
            Attributes.integer("axis", 0).and(Attributes.integer("largest", 0)),
            best.value(),
            scope.integers("rows", rows))
        .getFirst();
  }

  private static Blob gathered(LayerScope scope, Blob from, Blob places, Shape result) {
    return scope.node(
        "Gather", result, Attributes.integer("axis", 0), from.value(), places.value());
  }

  /** Rows × 7. */
  private static Blob columns(
      LayerScope scope, Settings settings, long image, Blob corners, Blob scores, Blob places) {
    long rows = scores.dim(0);
    Shape column = Shape.of(rows, 1);
    Blob classes =
        scope.node(
            "Gather",
            column,
            Attributes.integer("axis", 1),
            places.value(),
            scope.integers("class", 0L));
    String names = scope.constant("label_names", DetectionOutputLayer.labels(settings));
    Blob labels =
        scope.node("Gather", column, Attributes.integer("axis", 0), names, classes.value());
    Blob boxes = boxes(scope, settings, corners, places);
    float[] images = new float[Math.toIntExact(rows)];
    Arrays.fill(images, (float) image);
    return scope.node(
        "Concat",
        Shape.of(rows, 7),
        Attributes.integer("axis", 1),
        scope.constant("image_column", Tensor.of(column, images)),
        labels.value(),
        ShapeLayers.reshaped(scope, scores, column).value(),
        boxes.value());
  }

  /** Rows × 4. */
  private static Blob boxes(LayerScope scope, Settings settings, Blob corners, Blob places) {
    Shape result = Shape.of(places.dim(0), 4);
    if (!settings.shared()) {
      return scope.node("GatherND", result, Attributes.NONE, corners.value(), places.value());
    }
    Blob box =
        scope.node(
            "Gather",
            Shape.of(places.dim(0), 1),
            Attributes.integer("axis", 1),
            places.value(),
            scope.integers("box", 1L));
    Blob all = ShapeLayers.reshaped(scope, corners, Shape.of(corners.dim(1), 4));
    return scope.node("GatherND", result, Attributes.NONE, all.value(), box.value());
  }
}
