package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Pools of every geometry and means over every set of axes. */
final class PoolingCases {
  private static final Window2d PLAIN = new Window2d(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
  private static final Window2d PADDED = new Window2d(3, 3, 2, 2, 1, 1, 1, 1, 1, 1);
  private static final Window2d DILATED = new Window2d(3, 2, 1, 2, 2, 3, 2, 1, 0, 2);
  private static final Window2d WHOLE = new Window2d(7, 7, 1, 1, 1, 1, 0, 0, 0, 0);

  private PoolingCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16)) {
      for (Window2d window : List.of(PLAIN, PADDED, DILATED, WHOLE)) {
        for (boolean ceil : new boolean[] {false, true}) {
          cases.add(maxPool(dtype, window, ceil));
          cases.add(normPool(dtype, window, ceil));
          cases.add(averagePool(dtype, window, ceil, false));
          cases.add(averagePool(dtype, window, ceil, true));
        }
      }
      cases.add(mean(dtype, List.of(1, 2)));
      cases.add(mean(dtype, List.of(3)));
      cases.add(mean(dtype, List.of(0, 1, 2, 3)));
      cases.add(mean(dtype, List.of(0, 2)));
    }
    return List.copyOf(cases);
  }

  private static ExecutorCase maxPool(DType dtype, Window2d window, boolean ceil) {
    QuantParams params = QuantParams.perTensor(dtype, 0.1f, dtype.minimum() + 30);
    ProgramBuilder builder = new ProgramBuilder();
    int input = image(builder, params);
    int output = pooled(builder, params, window, ceil);
    builder.add(new Pooling.MaxPool("pool", input, output, window));
    return builder
        .output(output)
        .build("max pool %s %s".formatted(dtype.label(), name(window, ceil)));
  }

  private static ExecutorCase normPool(DType dtype, Window2d window, boolean ceil) {
    QuantParams in = QuantParams.perTensor(dtype, 0.1f, dtype.minimum() + 30);
    QuantParams out = QuantParams.perTensor(dtype, 0.7f, dtype.minimum() + 11);
    ProgramBuilder builder = new ProgramBuilder();
    int input = image(builder, in);
    int output = pooled(builder, out, window, ceil);
    builder.add(new Pooling.NormPool("pool", input, output, window));
    return builder
        .output(output)
        .build("norm pool %s %s".formatted(dtype.label(), name(window, ceil)));
  }

  private static ExecutorCase averagePool(
      DType dtype, Window2d window, boolean ceil, boolean countIncludePad) {
    QuantParams in = QuantParams.perTensor(dtype, 0.1f, dtype.minimum() + 30);
    QuantParams out =
        dtype.bytes() == 1
            ? QuantParams.perTensor(DType.INT8, 0.07f, -11)
            : QuantParams.perTensor(dtype, 0.07f, dtype.minimum() + 30_000);
    ProgramBuilder builder = new ProgramBuilder();
    int input = image(builder, in);
    int output = pooled(builder, out, window, ceil);
    builder.add(new Pooling.AveragePool("pool", input, output, window, countIncludePad));
    return builder
        .output(output)
        .build(
            "average pool %s %s%s"
                .formatted(
                    dtype.label(), name(window, ceil), countIncludePad ? " with padding" : ""));
  }

  private static ExecutorCase mean(DType dtype, List<Integer> axes) {
    QuantParams in = QuantParams.perTensor(dtype, 0.1f, dtype.minimum() + 30);
    QuantParams out = QuantParams.perTensor(dtype, 0.03f, dtype.minimum() + 60);
    ProgramBuilder builder = new ProgramBuilder();
    int input = image(builder, in);
    Shape reduced = Shape.of(2, 7, 9, 11);
    for (int axis : axes) {
      reduced = reduced.with(axis, 1);
    }
    int output = builder.image(out, reduced.toArray());
    builder.add(new Instruction.Mean("mean", input, output, axes));
    return builder.output(output).build("mean %s over %s".formatted(dtype.label(), axes));
  }

  private static int image(ProgramBuilder builder, QuantParams params) {
    return builder.feedImage(
        params, new Integers(21).of(params.dtype(), 2 * 7 * 9 * 11), 2, 7, 9, 11);
  }

  private static int pooled(
      ProgramBuilder builder, QuantParams params, Window2d window, boolean ceil) {
    return builder.image(
        params,
        2,
        ceil ? window.ceilHeight(7) : window.outputHeight(7),
        ceil ? window.ceilWidth(9) : window.outputWidth(9),
        11);
  }

  private static String name(Window2d window, boolean ceil) {
    return "%dx%d stride %d dilation %d pad %d%s"
        .formatted(
            window.kernelHeight(),
            window.kernelWidth(),
            window.strideHeight(),
            window.dilationHeight(),
            window.padTop(),
            ceil ? " ceil" : "");
  }
}
