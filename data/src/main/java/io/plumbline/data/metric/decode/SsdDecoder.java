package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.Detection;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of Caffe's {@code DetectionOutput} layer (Liu et al.: "SSD: Single Shot MultiBox
 * Detector"): 1×1×N×7 rows of picture, label, score, x1, y1, x2, y2 with coordinates as shares of
 * the input. Label 0 is the background, so class c has label c + 1; rows of a negative picture or
 * label are filling.
 */
final class SsdDecoder {
  private static final int COLUMNS = 7;

  private SsdDecoder() {}

  static List<Detection> decode(Outputs outputs, int height, int width, double leastScore) {
    Rows rows = outputs.rows(COLUMNS, -1);
    List<Detection> detections = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      int label = (int) rows.at(row, 1);
      double score = rows.at(row, 2);
      if (rows.at(row, 0) >= 0 && label >= 1 && score >= leastScore) {
        Box box =
            new Box(
                rows.at(row, 3) * width,
                rows.at(row, 4) * height,
                rows.at(row, 5) * width,
                rows.at(row, 6) * height);
        detections.add(new Detection(label - 1, score, box));
      }
    }
    return detections;
  }
}
