package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.Detection;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The raw head of YOLOX (Ge et al.: "YOLOX: Exceeding YOLO Series in 2021"): rows of x, y, width,
 * height, objectness and one probability a class, for each cell of the maps of stride 8, 16 and 32,
 * row by row. Centre = (x + column)·stride, extent = exp(width)·stride; the score of a class is its
 * probability times the objectness.
 */
final class YoloxDecoder {
  private static final List<Integer> STRIDES = List.of(8, 16, 32);
  private static final int BEFORE_CLASSES = 5;

  private YoloxDecoder() {}

  static List<Detection> decode(Outputs outputs, int height, int width, double leastScore) {
    Rows rows = rows(outputs, height, width);
    List<Detection> detections = new ArrayList<>();
    int index = 0;
    for (int stride : STRIDES) {
      for (int row = 0; row < height / stride; row++) {
        for (int column = 0; column < width / stride; column++) {
          add(detections, rows, index++, row, column, stride, leastScore);
        }
      }
    }
    return detections;
  }

  private static void add(
      List<Detection> detections,
      Rows rows,
      int index,
      int row,
      int column,
      int stride,
      double leastScore) {
    double objectness = rows.at(index, 4);
    if (objectness < leastScore) {
      return;
    }
    double x = (rows.at(index, 0) + column) * stride;
    double y = (rows.at(index, 1) + row) * stride;
    double halfWidth = StrictMath.exp(rows.at(index, 2)) * stride / 2;
    double halfHeight = StrictMath.exp(rows.at(index, 3)) * stride / 2;
    Box box = new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
    for (int category = 0; category < rows.columns() - BEFORE_CLASSES; category++) {
      double score = objectness * rows.at(index, BEFORE_CLASSES + category);
      if (score >= leastScore) {
        detections.add(new Detection(category, score, box));
      }
    }
  }

  private static Rows rows(Outputs outputs, int height, int width) {
    long cells = 0;
    for (int stride : STRIDES) {
      cells += (long) (height / stride) * (width / stride);
    }
    List<Tensor> tensors = List.copyOf(outputs.tensors().values());
    long columns = tensors.size() == 1 ? Outputs.last(tensors.getFirst()) : 0;
    if (columns <= BEFORE_CLASSES || tensors.getFirst().elements() != cells * columns) {
      throw outputs.mismatch(
          "one output of %s (x, y, width, height, objectness, classes)"
              .formatted(Count.of(cells, "row")));
    }
    return new Rows(tensors.getFirst().toFloats(), (int) columns);
  }
}
