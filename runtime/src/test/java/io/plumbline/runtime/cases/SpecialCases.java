package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NaN and infinity, ties under every rounding, deep sums, values with several or no readers. */
final class SpecialCases {
  private static final float NO_LOW = Float.NEGATIVE_INFINITY;
  private static final float NO_HIGH = Float.POSITIVE_INFINITY;

  private SpecialCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (Rounding rounding : Rounding.values()) {
      cases.add(divisionByZero(DType.INT8, rounding));
      cases.add(divisionByZero(DType.UINT8, rounding));
      cases.add(beyondFloat(DType.INT8, rounding));
      cases.add(beyondFloat(DType.UINT8, rounding));
      cases.add(tiesOfMeans(rounding));
      cases.add(tiesOfSums(rounding));
      cases.add(convolutionUnder(rounding));
    }
    cases.add(deepLinear(127));
    cases.add(deepLinear(-127));
    cases.add(deepLinearOfRandomWeights());
    cases.add(quantizedConstant());
    cases.add(inputAsOutput());
    cases.add(manyReaders());
    return List.copyOf(cases);
  }

  /** Every pair of a small dividend and divisor, zero and negative ones among them. */
  private static ExecutorCase divisionByZero(DType dtype, Rounding rounding) {
    QuantParams params = QuantParams.perTensor(dtype, 0.5f, dtype.minimum() + 100);
    int[] around = new int[9];
    Arrays.setAll(around, i -> params.zeroPoint() + i - 4);
    ProgramBuilder builder = new ProgramBuilder();
    int a =
        builder.feed(
            builder.quantized(params, 9, 1), Tensor.ofIntegers(dtype, Shape.of(9, 1), around));
    int b =
        builder.feed(builder.quantized(params, 9), Tensor.ofIntegers(dtype, Shape.of(9), around));
    int real = builder.real(9, 9);
    int limited = builder.real(9, 9);
    int quantized = builder.quantized(params, 9, 9);
    int direct = builder.quantized(params, 9, 9);
    int positive = builder.constant(builder.real(), Tensor.scalar(0));
    ArithmeticFunction div = ArithmeticFunction.DIV;
    builder.add(new Instruction.Arithmetic("real", div, a, b, real, NO_LOW, NO_HIGH));
    builder.add(new Instruction.Quantize("quantize", real, quantized));
    builder.add(new Instruction.Arithmetic("direct", div, a, b, direct, -3, 3));
    builder.add(
        new Instruction.Arithmetic(
            "limit", ArithmeticFunction.MAX, real, positive, limited, NO_LOW, 1));
    return builder
        .output(quantized)
        .output(direct)
        .output(limited)
        .build("division by zero %s %s".formatted(dtype.label(), rounding), rounding);
  }

  /** Numbers that are infinite in float32, whose products with 0 and differences are NaN. */
  private static ExecutorCase beyondFloat(DType dtype, Rounding rounding) {
    QuantParams params = QuantParams.perTensor(dtype, 1e38f, dtype.minimum() + 120);
    QuantParams results = QuantParams.perTensor(dtype, 1e37f, dtype.minimum() + 7);
    int[] up = new int[83];
    int[] down = new int[83];
    Arrays.setAll(up, i -> params.zeroPoint() + i - 41);
    Arrays.setAll(down, i -> params.zeroPoint() + i % 5 * (41 - i) / 2);
    ProgramBuilder builder = new ProgramBuilder();
    int a = builder.feed(builder.quantized(params, 83), Tensor.ofIntegers(dtype, Shape.of(83), up));
    int b =
        builder.feed(builder.quantized(params, 83), Tensor.ofIntegers(dtype, Shape.of(83), down));
    for (ArithmeticFunction function : ArithmeticFunction.values()) {
      int result = builder.quantized(results, 83);
      builder.add(
          new Instruction.Arithmetic(function.name(), function, a, b, result, 2e37f, 3e38f));
      builder.output(result);
    }
    return builder.build("beyond float32 %s %s".formatted(dtype.label(), rounding), rounding);
  }

  /** Quarters of sums: every fourth result is a tie. */
  private static ExecutorCase tiesOfMeans(Rounding rounding) {
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.5f, -3);
    Integers data = new Integers(61);
    Window2d window = new Window2d(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(params, data.of(DType.INT8, 8 * 8 * 9), 1, 8, 8, 9);
    int pooled = builder.image(params, 1, 4, 4, 9);
    int mean = builder.image(params, 1, 1, 4, 9);
    builder.add(new Pooling.AveragePool("pool", input, pooled, window, false));
    builder.add(new Instruction.Mean("mean", pooled, mean, List.of(1)));
    return builder.output(mean).build("ties of means " + rounding, rounding);
  }

  /** Operands in half steps of the output. */
  private static ExecutorCase tiesOfSums(Rounding rounding) {
    QuantParams fine = QuantParams.perTensor(DType.INT8, 0.25f, 2);
    QuantParams coarse = QuantParams.perTensor(DType.INT8, 0.5f, -7);
    Integers data = new Integers(62);
    ProgramBuilder builder = new ProgramBuilder();
    int a = builder.feed(builder.quantized(fine, 211), data.tensor(DType.INT8, 211));
    int b = builder.feed(builder.quantized(fine, 211), data.tensor(DType.INT8, 211));
    int sum = builder.quantized(coarse, 211);
    int same = builder.quantized(coarse, 211);
    builder.add(
        new Instruction.Arithmetic("add", ArithmeticFunction.ADD, a, b, sum, NO_LOW, NO_HIGH));
    builder.add(new Instruction.Requantize("requantize", a, same));
    return builder.output(sum).output(same).build("ties of sums " + rounding, rounding);
  }

  private static ExecutorCase convolutionUnder(Rounding rounding) {
    Integers data = new Integers(63);
    Window2d window = new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    QuantParams in = QuantParams.perTensor(DType.UINT8, 0.02f, 131);
    QuantParams out = QuantParams.perTensor(DType.UINT8, 0.05f, 17);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(DType.UINT8, 5 * 5 * 19), 1, 5, 5, 19);
    int depthwise = builder.image(out, 1, 5, 5, 19);
    int output = builder.image(out, 1, 5, 5, 21);
    builder.add(
        new Instruction.Convolution(
            "depthwise",
            input,
            depthwise,
            data.weights(19, 3, 3, 1),
            biases(data, 19),
            window,
            19,
            new OutputStage.Requantised(List.of(0.00390625f), 17, 255)));
    builder.add(
        new Instruction.Convolution(
            "point",
            depthwise,
            output,
            data.weights(21, 1, 1, 19),
            biases(data, 21),
            Window2d.POINT,
            1,
            new OutputStage.Requantised(List.of(0.001953125f), 0, 200)));
    return builder.output(output).build("convolutions under " + rounding, rounding);
  }

  private static Tensor biases(Integers data, int count) {
    return Tensor.ofIntegers(DType.INT32, Shape.of(count), data.between(-3000, 3000, count));
  }

  /** Sums far beyond 2²⁴, all terms of one sign, and a last odd one that float32 would lose. */
  private static ExecutorCase deepLinear(int weight) {
    int depth = 4097;
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.1f, -128);
    byte[] row = new byte[2 * depth];
    Arrays.fill(row, (byte) weight);
    row[depth - 1] = 1;
    int[] input = new int[depth];
    Arrays.fill(input, 127);
    input[depth - 1] = -127;
    ProgramBuilder builder = new ProgramBuilder();
    int x =
        builder.feed(
            builder.quantized(in, 1, depth),
            Tensor.ofIntegers(DType.INT8, Shape.of(1, depth), input));
    int real = builder.real(1, 2);
    int quantized = builder.quantized(QuantParams.perTensor(DType.INT8, 0.1f, 0), 1, 2);
    Tensor weights = Tensor.of(Shape.of(2, depth), row);
    Tensor bias = Tensor.of(Shape.of(2), 1, -1);
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
            new OutputStage.Requantised(List.of(7e-7f, 6e-7f), -128, 127)));
    return builder.output(real).output(quantized).build("deep linear of " + weight);
  }

  private static ExecutorCase deepLinearOfRandomWeights() {
    Integers data = new Integers(64);
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams in = QuantParams.perTensor(DType.UINT8, 0.1f, 3);
    int x = builder.feed(builder.quantized(in, 2, 2500), data.tensor(DType.UINT8, 2, 2500));
    int real = builder.real(2, 37);
    builder.add(
        new Instruction.Linear(
            "linear",
            x,
            real,
            data.weights(37, 2500),
            biases(data, 37),
            new OutputStage.Dequantised(List.of(1f), NO_LOW, NO_HIGH)));
    return builder.output(real).build("deep linear of random weights");
  }

  /** An operand known beforehand and quantized, per tensor and per channel. */
  private static ExecutorCase quantizedConstant() {
    Integers data = new Integers(65);
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.05f, 3);
    float[] scales = {0.1f, 0.2f, 0.3f, 0.01f, 0.05f, 1, 2};
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(params, data.of(DType.INT8, 3 * 4 * 7), 1, 3, 4, 7);
    int channels =
        builder.constant(
            builder.quantized(QuantParams.perChannel(DType.INT8, scales, 0), 7),
            data.tensor(DType.INT8, 7));
    int whole =
        builder.constant(builder.image(params, 1, 3, 4, 7), data.tensor(DType.INT8, 1, 3, 4, 7));
    int product = builder.image(params, 1, 3, 4, 7);
    int output = builder.image(params, 1, 3, 4, 7);
    builder.add(
        new Instruction.Arithmetic(
            "mul", ArithmeticFunction.MUL, input, channels, product, NO_LOW, NO_HIGH));
    builder.add(
        new Instruction.Arithmetic("sub", ArithmeticFunction.SUB, whole, product, output, -2, 2));
    return builder.output(output).build("quantized constants");
  }

  /** The input and a reshape of it are outputs; another result is read by nobody. */
  private static ExecutorCase inputAsOutput() {
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.05f, 3);
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feed(builder.quantized(params, 6, 4), new Integers(66).tensor(DType.INT8, 6, 4));
    int flat = builder.quantized(params, 24);
    int unread = builder.real(6, 4);
    builder.add(new Instruction.Reshape("reshape", input, flat));
    builder.add(new Instruction.Dequantize("unread", input, unread));
    return builder.output(input).output(flat).build("input as output");
  }

  /** A value read by several steps, one long after it was written, and handed out as well. */
  private static ExecutorCase manyReaders() {
    Integers data = new Integers(67);
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.05f, 3);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(params, data.of(DType.INT8, 6 * 6 * 8), 1, 6, 6, 8);
    int last = input;
    for (int step = 0; step < 5; step++) {
      int next = builder.image(params, 1, 6, 6, 8);
      builder.add(
          new Instruction.Convolution(
              "conv" + step,
              last,
              next,
              data.weights(8, 1, 1, 8),
              biases(data, 8),
              Window2d.POINT,
              1,
              new OutputStage.Requantised(List.of(0.004f), -128, 127)));
      int sum = builder.image(params, 1, 6, 6, 8);
      builder.add(
          new Instruction.Arithmetic(
              "add" + step, ArithmeticFunction.ADD, input, next, sum, NO_LOW, NO_HIGH));
      last = sum;
    }
    int joined = builder.image(params, 1, 6, 6, 16);
    builder.add(new Instruction.Concat("join", List.of(input, last), joined, 3));
    return builder.output(joined).output(last).build("many readers");
  }
}
