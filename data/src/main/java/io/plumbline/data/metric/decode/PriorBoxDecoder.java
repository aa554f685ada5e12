package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Face detectors with an N×2 output of probabilities (background, face) and an N×4 output of boxes
 * as shares of the input. The boxes are corners x1, y1, x2, y2 where nearly all of them are in that
 * order, as corners are and corrections never are; otherwise they are corrections of {@link Priors}
 * with variances 0.1 and 0.2 (Liu et al.: "SSD", section 2.2). Of further outputs, such as
 * landmarks, nothing is used.
 */
final class PriorBoxDecoder {
  private static final double CENTRE_VARIANCE = 0.1;
  private static final double SIZE_VARIANCE = 0.2;
  private static final double ORDERED_SHARE = 0.9;

  private PriorBoxDecoder() {}

  static List<Detection> decode(Outputs outputs, int height, int width, double leastScore) {
    Rows scores = outputs.rows(2, -1);
    Rows boxes = outputs.rows(4, scores.count());
    Optional<Rows> priors =
        areCorners(boxes) ? Optional.empty() : Optional.of(priors(outputs, boxes, height, width));
    List<Detection> detections = new ArrayList<>();
    for (int row = 0; row < scores.count(); row++) {
      if (scores.at(row, 1) >= leastScore) {
        int index = row;
        Box box =
            priors.map(all -> corrected(all, boxes, index)).orElseGet(() -> corners(boxes, index));
        detections.add(new Detection(0, scores.at(row, 1), scaled(box, height, width)));
      }
    }
    return detections;
  }

  private static boolean areCorners(Rows boxes) {
    int ordered = 0;
    for (int row = 0; row < boxes.count(); row++) {
      ordered +=
          boxes.at(row, 0) <= boxes.at(row, 2) && boxes.at(row, 1) <= boxes.at(row, 3) ? 1 : 0;
    }
    return ordered >= ORDERED_SHARE * boxes.count();
  }

  private static Rows priors(Outputs outputs, Rows boxes, int height, int width) {
    return Stream.of(Priors.ULTRAFACE, Priors.RETINAFACE)
        .filter(priors -> priors.count(height, width) == boxes.count())
        .findFirst()
        .map(priors -> priors.boxes(height, width))
        .orElseThrow(
            () ->
                outputs.mismatch(
                    "%d (UltraFace) or %d (RetinaFace) boxes for an input of %dx%d"
                        .formatted(
                            Priors.ULTRAFACE.count(height, width),
                            Priors.RETINAFACE.count(height, width),
                            height,
                            width)));
  }

  private static Box corners(Rows boxes, int row) {
    return new Box(boxes.at(row, 0), boxes.at(row, 1), boxes.at(row, 2), boxes.at(row, 3));
  }

  private static Box corrected(Rows priors, Rows boxes, int row) {
    double x = priors.at(row, 0) + boxes.at(row, 0) * CENTRE_VARIANCE * priors.at(row, 2);
    double y = priors.at(row, 1) + boxes.at(row, 1) * CENTRE_VARIANCE * priors.at(row, 3);
    double width = priors.at(row, 2) * StrictMath.exp(boxes.at(row, 2) * SIZE_VARIANCE);
    double height = priors.at(row, 3) * StrictMath.exp(boxes.at(row, 3) * SIZE_VARIANCE);
    return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  private static Box scaled(Box box, int height, int width) {
    return new Box(box.x1() * width, box.y1() * height, box.x2() * width, box.y2() * height);
  }
}
