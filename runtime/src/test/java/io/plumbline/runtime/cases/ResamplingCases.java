package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Weighted sums of slices along each axis, between integers and real numbers. */
final class ResamplingCases {
  private ResamplingCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    List<DType> dtypes = List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.FLOAT32);
    for (DType from : dtypes) {
      for (DType to : dtypes) {
        cases.add(resample(from, to, (from.bytes() + to.bytes()) % 3, 2));
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      cases.add(resample(DType.INT8, DType.INT8, axis, 1));
      cases.add(resample(DType.INT8, DType.FLOAT32, axis, 4));
      cases.add(resample(DType.FLOAT32, DType.INT8, axis, 3));
    }
    return List.copyOf(cases);
  }

  private static ExecutorCase resample(DType from, DType to, int axis, int taps) {
    ProgramBuilder builder = new ProgramBuilder();
    Integers data = new Integers(51 + axis);
    Shape shape = Shape.of(3, 5, 37);
    int input = value(builder, from, 0.07f, shape.toArray());
    builder.feed(
        input,
        from == DType.FLOAT32
            ? data.reals(9, shape.toArray())
            : data.tensor(from, shape.toArray()));
    int slices = 7;
    int output = value(builder, to, 0.09f, shape.with(axis, slices).toArray());
    int[] picks = data.between(0, shape.intDim(axis) - 1, (long) slices * taps);
    long[] indices = new long[picks.length];
    for (int i = 0; i < picks.length; i++) {
      indices[i] = picks[i];
    }
    builder.add(
        new Instruction.Resample(
            "resample",
            input,
            output,
            Tensor.of(Shape.of(slices, taps), indices),
            data.reals(1, slices, taps),
            axis));
    return builder
        .output(output)
        .build(
            "resample %s to %s along axis %d with %d taps"
                .formatted(from.label(), to.label(), axis, taps));
  }

  private static int value(ProgramBuilder builder, DType dtype, float scale, long... dims) {
    Optional<QuantParams> params =
        dtype == DType.FLOAT32
            ? Optional.empty()
            : Optional.of(QuantParams.perTensor(dtype, scale, dtype.minimum() + 100));
    return builder.value(dtype, Layout.PLAIN, params, dims);
  }
}
