package io.plumbline.runtime.cases;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.runtime.arithmetic.FixedPointMultiplier;
import io.plumbline.runtime.program.Instruction;
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
import java.util.stream.IntStream;

/** Weights of 16 bits beside inputs of 8 and 16, in sums of 32 and of 64 bits. */
final class WideWeightCases {
  private static final Window2d SAME_3X3 = new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window2d STRIDED_3X3 = new Window2d(3, 3, 2, 2, 1, 1, 1, 1, 1, 1);
  private static final Window2d LOPSIDED = new Window2d(3, 5, 2, 1, 1, 2, 0, 3, 1, 4);
  private static final int WHOLE = Short.MAX_VALUE;

  /** Weights that leave room for 32-bit sums of some hundred products of 8 bits. */
  private static final int SMALL = 900;

  /** Makes biases of numbers that 32 bits do not hold. */
  private static final long BEYOND = 700;

  private WideWeightCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType from : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16)) {
      DType to = from == DType.INT8 ? DType.INT16 : DType.UINT8;
      cases.add(conv(from, from, 5, 19, 1, SAME_3X3, WHOLE));
      cases.add(conv(from, to, 33, 5, 1, Window2d.POINT, WHOLE));
      cases.add(conv(from, from, 33, 33, 33, STRIDED_3X3, WHOLE));
      cases.add(conv(from, to, 6, 12, 6, SAME_3X3, WHOLE));
      cases.add(conv(from, from, 4, 6, 2, LOPSIDED, WHOLE));
      cases.add(linear(from, 3, 37, 21, WHOLE));
      cases.add(stepped(from));
    }
    for (DType from : List.of(DType.INT8, DType.UINT8)) {
      cases.add(conv(from, from, 5, 19, 1, SAME_3X3, SMALL));
      cases.add(conv(from, DType.INT16, 8, 8, 8, SAME_3X3, SMALL));
      cases.add(conv(from, from, 12, 18, 3, LOPSIDED, SMALL));
      cases.add(linear(from, 2, 64, 33, SMALL));
      cases.add(product(from));
      cases.add(fixedPoint(from, true));
      cases.add(fixedPoint(from, false));
    }
    for (Rounding rounding : Rounding.values()) {
      cases.add(ties(rounding));
    }
    for (int weight : new int[] {-WHOLE, WHOLE}) {
      for (int input : new int[] {Short.MIN_VALUE, Short.MAX_VALUE}) {
        cases.add(deepLinear(weight, input));
      }
    }
    return List.copyOf(cases);
  }

  private static QuantParams params(DType dtype, double share) {
    int zeroPoint = dtype.minimum() + (int) (share * (dtype.maximum() - dtype.minimum()));
    return QuantParams.perTensor(dtype, dtype.bytes() == 1 ? 0.03f : 1e-4f, zeroPoint);
  }

  private static Tensor weights(Integers data, int most, long... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.ofIntegers(DType.INT16, shape, data.between(-most, most, shape.elements()));
  }

  /** Biases in the narrowest accumulator that holds the sums. */
  private static Tensor bias(Integers data, Tensor weights, QuantParams in, long factor) {
    int channels = weights.shape().intDim(0);
    long[] biases =
        Arrays.stream(data.between(-9_000_000, 9_000_000, channels))
            .mapToLong(bias -> bias * factor)
            .toArray();
    long bound =
        Arrays.stream(
                AccumulatorBound.sums(
                    weights, Accumulator.INT64.tensor(biases), AccumulatorBound.largest(in)))
            .max()
            .orElseThrow();
    return AccumulatorBound.narrowest(bound).orElseThrow().tensor(biases);
  }

  /** Multipliers that spread sums of so many terms over the integers of the output. */
  private static OutputStage.Requantised stage(
      int most, int terms, QuantParams in, DType to, int n) {
    double spread = Math.sqrt(terms) * most * AccumulatorBound.largest(in) / 3;
    double steps = to.maximum() - to.minimum();
    List<Float> multipliers =
        IntStream.range(0, n).mapToObj(i -> (float) (steps / spread * (0.3 + 0.1 * i))).toList();
    return new OutputStage.Requantised(multipliers, to.minimum() + 3, to.maximum());
  }

  private static ExecutorCase conv(
      DType from, DType to, int channels, int filters, int group, Window2d window, int most) {
    Integers data = new Integers(channels * 31L + filters + most);
    QuantParams in = params(from, 0.3);
    int depth = channels / group;
    Tensor weights =
        weights(data, most, filters, window.kernelHeight(), window.kernelWidth(), depth);
    Tensor bias = bias(data, weights, in, most == WHOLE ? BEYOND : 1);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(from, 2L * 6 * 7 * channels), 2, 6, 7, channels);
    int output =
        builder.image(params(to, 0.6), 2, window.outputHeight(6), window.outputWidth(7), filters);
    int terms = window.kernelHeight() * window.kernelWidth() * depth;
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            weights,
            bias,
            window,
            group,
            stage(most, terms, in, to, filters)));
    return builder
        .output(output)
        .build(
            "conv %s to %s by int16 in %s, %dx%d of %d to %d, %d groups"
                .formatted(
                    from.label(),
                    to.label(),
                    bias.dtype().label(),
                    window.kernelHeight(),
                    window.kernelWidth(),
                    channels,
                    filters,
                    group));
  }

  private static ExecutorCase linear(DType from, int rows, int depth, int columns, int most) {
    Integers data = new Integers(depth + most);
    QuantParams in = params(from, 0.4);
    Tensor weights = weights(data, most, columns, depth);
    Tensor bias = bias(data, weights, in, most == WHOLE ? BEYOND : 1);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.quantized(in, rows, depth), data.tensor(from, rows, depth));
    int quantized = builder.quantized(params(from, 0.5), rows, columns);
    int real = builder.real(rows, columns);
    OutputStage stage = stage(most, depth, in, from, columns);
    builder.add(new Instruction.Linear("quantized", input, quantized, weights, bias, stage));
    OutputStage dequantised =
        new OutputStage.Dequantised(List.of(1e-7f), Float.NEGATIVE_INFINITY, 50);
    builder.add(new Instruction.Linear("real", input, real, weights, bias, dequantised));
    return builder
        .output(quantized)
        .output(real)
        .build("linear %s by int16 in %s".formatted(from.label(), bias.dtype().label()));
  }

  /** Matrices of weights, one for each batch, in sums of 32 bits. */
  private static ExecutorCase product(DType from) {
    Integers data = new Integers(74);
    QuantParams in = params(from, 0.3);
    QuantParams weights = QuantParams.perTensor(DType.INT16, 1e-4f, 0);
    ProgramBuilder builder = new ProgramBuilder();
    int left = builder.feed(builder.quantized(in, 2, 3, 19), data.tensor(from, 2, 3, 19));
    Tensor matrices = weights(data, WHOLE, 2, 19, 7);
    int right = builder.feed(builder.quantized(weights, 2, 19, 7), matrices);
    int output = builder.quantized(params(from, 0.5), 2, 3, 7);
    builder.add(
        new Instruction.MatrixProduct(
            "product", left, right, output, Accumulator.INT32, stage(WHOLE, 19, in, from, 7)));
    return builder.output(output).build("product %s by int16 in si32".formatted(from.label()));
  }

  private static ExecutorCase stepped(DType from) {
    Integers data = new Integers(72);
    QuantParams in = params(from, 0.4);
    Tensor weights = weights(data, WHOLE, 6, 3, 3, 4);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(from, 5 * 4 * 4), 1, 5, 4, 4);
    int output = builder.image(params(DType.UINT8, 0.5), 1, 5, 4, 6);
    List<Integer> starts = List.of(-32768, -9000, -300, -1, 0, 2, 700, 30000, 32767);
    List<Integer> values = List.of(0, 9, 10, 77, 80, 128, 200, 254, 255);
    float multiplier = from.bytes() == 1 ? 0.002f : 1e-5f;
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            weights,
            bias(data, weights, in, 1),
            SAME_3X3,
            1,
            new OutputStage.Stepped(List.of(multiplier), starts, values)));
    return builder
        .output(output)
        .build("conv %s by int16 with a fused function".formatted(from.label()));
  }

  private static ExecutorCase fixedPoint(DType from, boolean twice) {
    Integers data = new Integers(73);
    QuantParams in = params(from, 0.2);
    Tensor weights = weights(data, SMALL, 5, 3, 3, 6);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(from, 6 * 5 * 6), 1, 6, 5, 6);
    int output = builder.image(params(from, 0.4), 1, 6, 5, 5);
    FixedPointMultiplier multiplier = FixedPointMultiplier.of(1e-4, 31, twice);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            weights,
            bias(data, weights, in, 1),
            SAME_3X3,
            1,
            new OutputStage.FixedPoint(
                List.of(multiplier.integer()),
                List.of(multiplier.exponent()),
                31,
                twice,
                from.minimum(),
                from.maximum())));
    return builder
        .output(output)
        .build(
            "conv %s by int16 and a fixed point%s"
                .formatted(from.label(), twice ? ", rounded twice" : ""));
  }

  /** A power of two that makes every odd sum a tie. */
  private static ExecutorCase ties(Rounding rounding) {
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.5f, 3);
    int[] pixels = IntStream.range(-128, 128).toArray();
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, pixels, 1, 16, 16, 1);
    int output = builder.image(in, 1, 16, 16, 1);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            Tensor.ofIntegers(DType.INT16, Shape.of(1, 1, 1, 1), 1 << 14),
            Tensor.of(Shape.of(1), 0),
            Window2d.POINT,
            1,
            new OutputStage.Requantised(List.of(0x1p-15f), -128, 127)));
    return builder.output(output).build("conv by int16, ties " + rounding, rounding);
  }

  /** All terms of one sign, and a last odd one that a float32 or an int32 would lose. */
  private static ExecutorCase deepLinear(int weight, int input) {
    int depth = 4097;
    int[] row = new int[depth];
    int[] integers = new int[depth];
    Arrays.fill(row, weight);
    Arrays.fill(integers, input);
    row[depth - 1] = 1;
    integers[depth - 1] = 1;
    QuantParams in = QuantParams.perTensor(DType.INT16, 0.1f, -3);
    ProgramBuilder builder = new ProgramBuilder();
    int x =
        builder.feed(
            builder.quantized(in, 1, depth),
            Tensor.ofIntegers(DType.INT16, Shape.of(1, depth), integers));
    int y = builder.quantized(QuantParams.perTensor(DType.INT16, 0.1f, 0), 1, 1);
    builder.add(
        new Instruction.Linear(
            "sum",
            x,
            y,
            Tensor.ofIntegers(DType.INT16, Shape.of(1, depth), row),
            Tensor.of(Shape.of(1), 1L),
            new OutputStage.Requantised(List.of(6.9e-9f), -32768, 32767)));
    return builder.output(y).build("deep linear of %d by %d in int16".formatted(input, weight));
  }
}
