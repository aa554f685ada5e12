package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LpPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import java.util.List;

/** Pools over windows and over everything, and normalisation over neighbouring channels. */
final class Pools implements Family {
  @Override
  public void grow(Sketch sketch) {
    sketch.pickOfRank(3, 5).ifPresent(value -> add(sketch, value));
  }

  private static void add(Sketch sketch, Value value) {
    List<String> operand = List.of(value.name());
    Shape shape = value.shape();
    switch (sketch.number(0, 7)) {
      case 0, 1 -> {
        Window window = Windows.random(sketch, shape, sketch.opset() >= 10);
        sketch.add(new MaxPool(window, false), operand, Windows.shape(window, shape, shape.dim(1)));
      }
      case 2, 3 -> {
        Window window = Windows.random(sketch, shape, sketch.opset() >= 19);
        sketch.add(
            new AveragePool(window, false, sketch.chance(0.5)),
            operand,
            Windows.shape(window, shape, shape.dim(1)));
      }
      case 4 -> {
        Window window = Windows.random(sketch, shape, sketch.opset() >= 18);
        sketch.add(
            new LpPool(window, false, 2), operand, Windows.shape(window, shape, shape.dim(1)));
      }
      case 5 -> sketch.add(new GlobalAveragePool(), operand, whole(shape));
      case 6 -> sketch.add(new GlobalMaxPool(), operand, whole(shape));
      default -> {
        // ONNX Runtime has it for pictures and odd sizes only.
        if (value.rank() == 4) {
          int size = 2 * sketch.number(0, 2) + 1;
          sketch.add(new LocalResponseNormalization(size, 0.01f, 0.75f, 1), operand, shape);
        }
      }
    }
  }

  private static Shape whole(Shape shape) {
    long[] dims = shape.toArray();
    java.util.Arrays.fill(dims, 2, dims.length, 1);
    return Shape.of(dims);
  }
}
