package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.Detection;
import java.util.ArrayList;
import java.util.List;

/**
 * YuNet as published in 2023 (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector"):
 * outputs {@code cls_S}, {@code obj_S} and {@code bbox_S} for the strides S of 8, 16 and 32. Centre
 * = (cell + offset)·stride, extent = exp(value)·stride; the score is √(class · objectness), each
 * limited to 0…1.
 */
final class YunetDecoder {
  private static final List<Integer> STRIDES = List.of(8, 16, 32);

  private YunetDecoder() {}

  static List<Detection> decode(Outputs outputs, int height, int width, double leastScore) {
    List<Detection> detections = new ArrayList<>();
    for (int stride : STRIDES) {
      int columns = width / stride;
      long cells = (long) (height / stride) * columns;
      Rows classes = outputs.named("cls_" + stride, 1, cells);
      Rows objects = outputs.named("obj_" + stride, 1, cells);
      Rows boxes = outputs.named("bbox_" + stride, 4, cells);
      for (int cell = 0; cell < cells; cell++) {
        double score =
            StrictMath.sqrt(
                Math.clamp(classes.at(cell, 0), 0.0, 1.0)
                    * Math.clamp(objects.at(cell, 0), 0.0, 1.0));
        if (score >= leastScore) {
          detections.add(
              new Detection(0, score, box(boxes, cell, cell / columns, cell % columns, stride)));
        }
      }
    }
    return detections;
  }

  private static Box box(Rows boxes, int cell, int row, int column, int stride) {
    double x = (column + boxes.at(cell, 0)) * stride;
    double y = (row + boxes.at(cell, 1)) * stride;
    double halfWidth = StrictMath.exp(boxes.at(cell, 2)) * stride / 2;
    double halfHeight = StrictMath.exp(boxes.at(cell, 3)) * stride / 2;
    return new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
  }
}
