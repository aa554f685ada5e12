package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Detection;
import io.plumbline.tensor.Count;
import java.util.ArrayList;
import java.util.List;

/**
 * Set predictions (Carion et al.: "End-to-End Object Detection with Transformers"): two outputs of
 * one row a query, boxes as centre and extent in shares of the input, and logits. DETR's scores are
 * a softmax whose last class is that of no object; those of RT-DETR and Deformable DETR are a
 * sigmoid for each class. Queries do not overlap by training, so nothing is thinned out.
 */
final class DetrDecoder {
  private static final int BOX = 4;

  private DetrDecoder() {}

  static List<Detection> softmax(Outputs outputs, int height, int width, double leastScore) {
    Rows boxes = outputs.rows(BOX, -1);
    Rows logits = logits(outputs, boxes.count());
    List<Detection> detections = new ArrayList<>();
    for (int query = 0; query < boxes.count(); query++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int column = 0; column < logits.columns(); column++) {
        most = Math.max(most, logits.at(query, column));
      }
      double sum = 0;
      for (int column = 0; column < logits.columns(); column++) {
        sum += StrictMath.exp(logits.at(query, column) - most);
      }
      for (int column = 0; column < logits.columns() - 1; column++) {
        double score = StrictMath.exp(logits.at(query, column) - most) / sum;
        add(detections, boxes, query, column, score, height, width, leastScore);
      }
    }
    return detections;
  }

  static List<Detection> sigmoid(Outputs outputs, int height, int width, double leastScore) {
    Rows boxes = outputs.rows(BOX, -1);
    Rows logits = logits(outputs, boxes.count());
    List<Detection> detections = new ArrayList<>();
    for (int query = 0; query < boxes.count(); query++) {
      for (int column = 0; column < logits.columns(); column++) {
        double score = 1 / (1 + StrictMath.exp(-logits.at(query, column)));
        add(detections, boxes, query, column, score, height, width, leastScore);
      }
    }
    return detections;
  }

  private static void add(
      List<Detection> detections,
      Rows boxes,
      int query,
      int category,
      double score,
      int height,
      int width,
      double leastScore) {
    if (score >= leastScore) {
      detections.add(
          new Detection(
              category,
              score,
              YoloDecoder.box(
                  boxes.at(query, 0) * width,
                  boxes.at(query, 1) * height,
                  boxes.at(query, 2) * width,
                  boxes.at(query, 3) * height)));
    }
  }

  private static Rows logits(Outputs outputs, int queries) {
    return outputs.tensors().values().stream()
        .filter(tensor -> Outputs.last(tensor) != BOX)
        .filter(tensor -> tensor.elements() == queries * Outputs.last(tensor))
        .map(tensor -> new Rows(tensor.toFloats(), (int) Outputs.last(tensor)))
        .findFirst()
        .orElseThrow(() -> outputs.mismatch("logits of %s".formatted(Count.of(queries, "query"))));
  }
}
