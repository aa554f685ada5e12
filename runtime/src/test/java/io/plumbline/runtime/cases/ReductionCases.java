package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Reductions over every set of axes, and the normalisation of neighbouring channels. */
final class ReductionCases {
  private ReductionCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (ReductionFunction function : ReductionFunction.values()) {
      for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16)) {
        cases.add(reduce(function, dtype, List.of(0)));
        cases.add(reduce(function, dtype, List.of(1, 2)));
        cases.add(reduce(function, dtype, List.of(2)));
        cases.add(reduce(function, dtype, List.of(0, 1, 2)));
      }
    }
    for (int size = 1; size <= 6; size++) {
      cases.add(localResponseNorm(size));
    }
    return List.copyOf(cases);
  }

  private static ExecutorCase reduce(ReductionFunction function, DType dtype, List<Integer> axes) {
    Shape shape = Shape.of(2, 3, 19);
    float scale = dtype.bytes() == 1 ? 0.008f : 0.00002f;
    QuantParams in = QuantParams.perTensor(dtype, scale, dtype.minimum() + 120);
    Shape reduced = shape;
    for (int axis : axes) {
      reduced = reduced.with(axis, 1);
    }
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feed(
            builder.quantized(in, shape.toArray()),
            new Integers(61).tensor(dtype, shape.toArray()));
    boolean picks = function == ReductionFunction.MAX || function == ReductionFunction.MIN;
    QuantParams out = picks ? in : QuantParams.perTensor(DType.INT8, 0.3f, -9);
    int quantized = builder.quantized(out, reduced.toArray());
    builder.add(new Instruction.Reduce("quantized", function, input, quantized, axes));
    builder.output(quantized);
    if (!picks) {
      int real = builder.real(reduced.toArray());
      builder.add(new Instruction.Reduce("real", function, input, real, axes));
      builder.output(real);
    }
    return builder.build("reduce %s %s over %s".formatted(function, dtype.label(), axes));
  }

  private static ExecutorCase localResponseNorm(int size) {
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.05f, 3);
    QuantParams out = QuantParams.perTensor(DType.INT8, 0.03f, -4);
    long[] dims = {2, 3, 5, 7};
    int input =
        builder.feed(builder.quantized(in, dims), new Integers(62).tensor(DType.INT8, dims));
    int quantized = builder.quantized(out, dims);
    int real = builder.real(dims);
    builder.add(
        new Instruction.LocalResponseNorm("norm", input, quantized, size, 0.3f, 0.75f, 1.5f));
    builder.add(new Instruction.LocalResponseNorm("real", input, real, size, 1e-4f, 0.5f, 1));
    return builder.output(quantized).output(real).build("local response norm of size " + size);
  }
}
