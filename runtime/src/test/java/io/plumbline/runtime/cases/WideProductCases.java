package io.plumbline.runtime.cases;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sums in int64: 16-bit inputs and outputs, biases beyond int32, sums at the limits of both. */
final class WideProductCases {
  private static final Window2d SAME_3X3 = new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window2d LOPSIDED = new Window2d(3, 5, 2, 1, 1, 2, 0, 3, 1, 4);
  private static final float NO_LOW = Float.NEGATIVE_INFINITY;
  private static final float NO_HIGH = Float.POSITIVE_INFINITY;

  private WideProductCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (Rounding rounding : Rounding.values()) {
      cases.add(conv(DType.INT16, DType.INT16, 6, 7, 1, SAME_3X3, rounding));
    }
    Rounding even = Rounding.HALF_EVEN;
    cases.add(conv(DType.UINT16, DType.UINT16, 5, 19, 1, SAME_3X3, even));
    cases.add(conv(DType.INT16, DType.INT8, 33, 5, 1, Window2d.POINT, even));
    cases.add(conv(DType.UINT16, DType.UINT8, 4, 6, 2, LOPSIDED, even));
    cases.add(conv(DType.INT8, DType.INT16, 9, 9, 9, SAME_3X3, even));
    cases.add(conv(DType.UINT8, DType.UINT16, 3, 17, 1, LOPSIDED, even));
    cases.add(stepped(DType.INT16, DType.INT16));
    cases.add(stepped(DType.INT16, DType.UINT8));
    cases.add(stepped(DType.INT8, DType.UINT16));
    cases.add(stepped(DType.UINT8, DType.UINT8));
    for (int weight : new int[] {-128, 127}) {
      for (int input : new int[] {-32768, 32767}) {
        cases.add(deepLinear(weight, input));
      }
    }
    cases.add(limits());
    for (DType left : List.of(DType.INT16, DType.UINT16, DType.INT8)) {
      for (DType right : List.of(DType.INT16, DType.UINT8)) {
        cases.add(product(left, right));
      }
    }
    return List.copyOf(cases);
  }

  private static QuantParams params(DType dtype, float scale, double share) {
    int zeroPoint = dtype.minimum() + (int) (share * (dtype.maximum() - dtype.minimum()));
    return QuantParams.perTensor(dtype, dtype.bytes() == 1 ? scale : scale / 256, zeroPoint);
  }

  private static Tensor biases(Integers data, int count) {
    long[] biases = new long[count];
    int[] low = data.between(-9_000_000, 9_000_000, count);
    for (int i = 0; i < count; i++) {
      biases[i] = low[i] * (i % 3 == 0 ? 700L : 1);
    }
    return Tensor.of(Shape.of(count), biases);
  }

  private static ExecutorCase conv(
      DType from,
      DType to,
      int channels,
      int filters,
      int group,
      Window2d window,
      Rounding rounding) {
    Integers data = new Integers(channels * 31L + filters);
    QuantParams in = params(from, 0.03f, 0.3);
    QuantParams out = params(to, 0.9f, 0.6);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(from, 2L * 6 * 7 * channels), 2, 6, 7, channels);
    int output = builder.image(out, 2, window.outputHeight(6), window.outputWidth(7), filters);
    List<Float> multipliers = new ArrayList<>();
    for (int filter = 0; filter < filters; filter++) {
      multipliers.add((float) (in.scale() * (0.004 + 0.003 * filter) / out.scale()));
    }
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            data.weights(filters, window.kernelHeight(), window.kernelWidth(), channels / group),
            biases(data, filters),
            window,
            group,
            new OutputStage.Requantised(multipliers, to.minimum() + 3, to.maximum())));
    return builder
        .output(output)
        .build(
            "conv %s to %s in 64 bits, %dx%d, %d groups, %s"
                .formatted(
                    from.label(),
                    to.label(),
                    window.kernelHeight(),
                    window.kernelWidth(),
                    group,
                    rounding),
            rounding);
  }

  /** A fused function with values over the whole range of the output. */
  private static ExecutorCase stepped(DType from, DType to) {
    Integers data = new Integers(71);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(params(from, 0.03f, 0.4), data.of(from, 5 * 4 * 10), 1, 5, 4, 10);
    int output = builder.image(params(to, 0.1f, 0.5), 1, 5, 4, 6);
    List<Integer> starts = List.of(-32768, -9000, -2000, -300, -1, 0, 2, 700, 5000, 30000, 32767);
    List<Integer> values =
        starts.stream()
            .map(start -> to.minimum() + (start + 32768) * (to.bytes() == 1 ? 1 : 256) / 257)
            .toList();
    boolean wide = from.bytes() == 2;
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            data.weights(6, 3, 3, 10),
            wide ? biases(data, 6) : Tensor.of(Shape.of(6), data.between(-900, 900, 6)),
            SAME_3X3,
            1,
            new OutputStage.Stepped(List.of(wide ? 0.004f : 0.9f), starts, values)));
    return builder
        .output(output)
        .build("conv %s with a fused function to %s".formatted(from.label(), to.label()));
  }

  /** All terms of one sign, and a last odd one that a float32 or an int32 would lose. */
  private static ExecutorCase deepLinear(int weight, int input) {
    int depth = 4097;
    byte[] row = new byte[depth];
    Arrays.fill(row, (byte) weight);
    row[depth - 1] = 1;
    int[] integers = new int[depth];
    Arrays.fill(integers, input);
    integers[depth - 1] = 1;
    ProgramBuilder builder = new ProgramBuilder();
    int x =
        builder.feed(
            builder.quantized(QuantParams.perTensor(DType.INT16, 0.1f, -3), 1, depth),
            Tensor.ofIntegers(DType.INT16, Shape.of(1, depth), integers));
    int real = builder.real(1, 1);
    int quantized = builder.quantized(QuantParams.perTensor(DType.INT16, 0.1f, 0), 1, 1);
    Tensor weights = Tensor.of(Shape.of(1, depth), row);
    Tensor bias = Tensor.of(Shape.of(1), 1L);
    builder.add(
        new Instruction.Linear(
            "real",
            x,
            real,
            weights,
            bias,
            new OutputStage.Dequantised(List.of(1f), NO_LOW, NO_HIGH)));
    builder.add(
        new Instruction.Linear(
            "quantized",
            x,
            quantized,
            weights,
            bias,
            new OutputStage.Requantised(List.of(1.7e-6f), -32768, 32767)));
    return builder
        .output(real)
        .output(quantized)
        .build("deep linear of %d by %d".formatted(input, weight));
  }

  /** Sums at 2³¹, 2⁵³ and around the ties of float32 in between. */
  private static ExecutorCase limits() {
    long[] biases = {
      (1L << 31) - 1,
      1L << 31,
      -(1L << 31) - 1,
      (1L << 53) - 65535,
      -(1L << 53) + 65535,
      (1L << 40) + (1L << 16),
      (1L << 40) + (1L << 16) + 1,
      (1L << 40) + 3 * (1L << 16),
      -(1L << 40) - (1L << 16),
      -(1L << 40) - (1L << 16) - 1
    };
    int channels = biases.length;
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams in = QuantParams.perTensor(DType.UINT16, 0.1f, 0);
    int x =
        builder.feed(
            builder.quantized(in, 3, 1),
            Tensor.ofIntegers(DType.UINT16, Shape.of(3, 1), 0, 1, 65535));
    int real = builder.real(3, channels);
    int quantized = builder.quantized(QuantParams.perTensor(DType.INT16, 0.1f, 0), 3, channels);
    byte[] ones = new byte[channels];
    Arrays.fill(ones, (byte) 1);
    Tensor weights = Tensor.of(Shape.of(channels, 1), ones);
    Tensor bias = Tensor.of(Shape.of(channels), biases);
    List<Float> multipliers = new ArrayList<>();
    for (long value : biases) {
      multipliers.add((float) (30000.5 / Math.abs((double) value)));
    }
    builder.add(
        new Instruction.Linear(
            "real",
            x,
            real,
            weights,
            bias,
            new OutputStage.Dequantised(List.of(1f), NO_LOW, NO_HIGH)));
    builder.add(
        new Instruction.Linear(
            "quantized",
            x,
            quantized,
            weights,
            bias,
            new OutputStage.Requantised(multipliers, -32768, 32767)));
    return builder.output(real).output(quantized).build("sums at the limits of accumulators");
  }

  private static ExecutorCase product(DType left, DType right) {
    Integers data = new Integers(72);
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams leftParams = params(left, 0.02f, 0.2);
    QuantParams rightParams = params(right, 0.03f, 0.7);
    int a =
        builder.feed(builder.quantized(leftParams, 2, 1, 3, 33), data.tensor(left, 2, 1, 3, 33));
    int b = builder.feed(builder.quantized(rightParams, 5, 33, 9), data.tensor(right, 5, 33, 9));
    QuantParams out = params(DType.INT16, 3, 0.5);
    int quantized = builder.quantized(out, 2, 5, 3, 9);
    int real = builder.value(DType.FLOAT32, Layout.PLAIN, Optional.empty(), 2, 5, 3, 9);
    double unit = (double) leftParams.scale() * rightParams.scale();
    builder.add(
        new Instruction.MatrixProduct(
            "quantized",
            a,
            b,
            quantized,
            Accumulator.INT64,
            new OutputStage.Requantised(
                List.of((float) (unit / out.scale())), DType.INT16.minimum(), 32000)));
    builder.add(
        new Instruction.MatrixProduct(
            "real",
            a,
            b,
            real,
            Accumulator.INT64,
            new OutputStage.Dequantised(List.of((float) unit), NO_LOW, NO_HIGH)));
    return builder
        .output(quantized)
        .output(real)
        .build("product %s by %s in 64 bits".formatted(left.label(), right.label()));
  }
}
