package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.Detection;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoded heads of Ultralytics' networks as their exporter writes them: one output, boxes as
 * centre and extent in pixels of the input, scores after their sigmoid. YOLOv5 has rows of x, y,
 * width, height, objectness and one probability a class, which is multiplied by the objectness.
 * YOLOv8 and YOLO11 have no objectness and count boxes along the last axis, classes along the one
 * before it.
 */
final class YoloDecoder {
  private static final int BOX = 4;

  private YoloDecoder() {}

  /** Rows with objectness. */
  static List<Detection> rows(Outputs outputs, double leastScore) {
    Tensor tensor = only(outputs, "one output of 1 x boxes x (5 + classes)");
    int columns = (int) tensor.shape().dim(2);
    if (columns <= BOX + 1) {
      throw outputs.mismatch("one output of 1 x boxes x (5 + classes)");
    }
    Rows rows = new Rows(tensor.toFloats(), columns);
    List<Detection> detections = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      double objectness = rows.at(row, BOX);
      if (objectness < leastScore) {
        continue;
      }
      for (int column = BOX + 1; column < columns; column++) {
        double score = objectness * rows.at(row, column);
        if (score >= leastScore) {
          Box box = box(rows.at(row, 0), rows.at(row, 1), rows.at(row, 2), rows.at(row, 3));
          detections.add(new Detection(column - BOX - 1, score, box));
        }
      }
    }
    return detections;
  }

  /** Columns without objectness. */
  static List<Detection> columns(Outputs outputs, double leastScore) {
    String expected = "one output of 1 x (4 + classes) x boxes, boxes more than the rest";
    Tensor tensor = only(outputs, expected);
    int lines = (int) tensor.shape().dim(1);
    int boxes = (int) tensor.shape().dim(2);
    if (lines <= BOX || boxes < lines) {
      throw outputs.mismatch(expected);
    }
    Rows values = new Rows(tensor.toFloats(), boxes);
    List<Detection> detections = new ArrayList<>();
    for (int index = 0; index < boxes; index++) {
      for (int line = BOX; line < lines; line++) {
        double score = values.at(line, index);
        if (score >= leastScore) {
          Box box =
              box(
                  values.at(0, index),
                  values.at(1, index),
                  values.at(2, index),
                  values.at(3, index));
          detections.add(new Detection(line - BOX, score, box));
        }
      }
    }
    return detections;
  }

  private static Tensor only(Outputs outputs, String expected) {
    List<Tensor> tensors = List.copyOf(outputs.tensors().values());
    Shape shape = tensors.getFirst().shape();
    if (tensors.size() != 1 || shape.rank() != 3 || shape.dim(0) != 1) {
      throw outputs.mismatch(expected);
    }
    return tensors.getFirst();
  }

  /** From centre and extent. */
  static Box box(double x, double y, double width, double height) {
    return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }
}
