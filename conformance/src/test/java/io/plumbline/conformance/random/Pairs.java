package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** Fake quantization that a model brings along: of values, often as a limit, and of weights. */
final class Pairs implements Family {
  @Override
  public void grow(Sketch sketch) {
    if (sketch.opset() < 10) {
      return;
    }
    if (sketch.chance(0.3)) {
      sketch.pick(value -> value.rank() >= 2).ifPresent(value -> product(sketch, value));
    } else {
      sketch.pick(value -> value.rank() >= 1).ifPresent(value -> pair(sketch, value));
    }
  }

  /** Of one scale, with a zero point at either end, in the middle, or left out. */
  private static void pair(Sketch sketch, Value value) {
    String scale = sketch.constant(Tensor.scalar(sketch.uniform(0.004, 0.05)));
    boolean signed = sketch.chance(0.5);
    int zero = sketch.any(signed ? List.of(-128, 0, 10, 127) : List.of(0, 3, 128, 255));
    String point =
        sketch.constant(Tensor.ofIntegers(signed ? DType.INT8 : DType.UINT8, Shape.of(), zero));
    String quantized = sketch.fresh() + "q";
    sketch.add(new QuantizeLinear(0), List.of(value.name(), scale, point), List.of(quantized));
    sketch.add(new DequantizeLinear(0), List.of(quantized, scale, point), value.shape());
  }

  private static void product(Sketch sketch, Value value) {
    int rows = value.shape().intDim(-1);
    int columns = sketch.number(1, 6);
    byte[] integers = new byte[rows * columns];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (byte) sketch.number(-127, 127);
    }
    String weights = sketch.constant(Tensor.of(Shape.of(rows, columns), integers));
    boolean channels = sketch.opset() >= 13 && sketch.chance(0.5);
    String scale = sketch.constantBetween(channels ? Shape.of(columns) : Shape.of(), 0.002, 0.01);
    Value real =
        sketch.add(
            new DequantizeLinear(channels ? 1 : 0),
            List.of(weights, scale),
            Shape.of(rows, columns),
            false);
    sketch.add(
        new MatMul(),
        List.of(value.name(), real.name()),
        value.shape().with(value.rank() - 1, columns));
  }
}
