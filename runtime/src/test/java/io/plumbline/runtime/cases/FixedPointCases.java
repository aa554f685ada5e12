package io.plumbline.runtime.cases;

import io.plumbline.runtime.arithmetic.FixedPointMultiplier;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Sums that integers of 7 to 31 bits rescale. */
final class FixedPointCases {
  private static final Window2d SAME_3X3 = new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);

  private FixedPointCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (boolean twice : List.of(true, false)) {
      for (int bits : List.of(7, 15, 31)) {
        cases.add(convolution(DType.INT8, 1, 9, bits, twice));
        cases.add(convolution(DType.UINT8, 6, 6, bits, twice));
        cases.add(convolution(DType.INT16, 2, 4, bits, twice));
      }
    }
    return List.copyOf(cases);
  }

  private static ExecutorCase convolution(
      DType dtype, int groups, int filters, int bits, boolean twice) {
    String name =
        "conv of %s, %d groups, by multipliers of %d bits%s"
            .formatted(dtype.label(), groups, bits, twice ? ", rounded twice" : "");
    Integers data = new Integers(name.length());
    QuantParams in = QuantParams.perTensor(dtype, 0.02f, dtype.minimum() + 100);
    QuantParams out = QuantParams.perTensor(DType.INT8, 0.1f, -20);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(dtype, 6 * 5 * 6), 1, 6, 5, 6);
    int output = builder.image(out, 1, 6, 5, filters);
    List<Integer> integers = new ArrayList<>();
    List<Integer> exponents = new ArrayList<>();
    for (int filter = 0; filter < filters; filter++) {
      double factor = Math.scalb(1 + filter / 16.0, filter - 12);
      FixedPointMultiplier multiplier = FixedPointMultiplier.of(factor, bits, twice);
      integers.add(multiplier.integer());
      exponents.add(multiplier.exponent());
    }
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            data.weights(filters, 3, 3, 6 / groups),
            Tensor.ofIntegers(DType.INT32, Shape.of(filters), data.between(-900, 900, filters)),
            SAME_3X3,
            groups,
            new OutputStage.FixedPoint(integers, exponents, bits, twice, -120, 127)));
    return builder.output(output).build(name);
  }
}
