package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Broadcasting;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conversions, tables, arithmetic of two operands, foreign operations. */
final class ElementwiseCases {
  private static final float NO_LOW = Float.NEGATIVE_INFINITY;
  private static final float NO_HIGH = Float.POSITIVE_INFINITY;

  private ElementwiseCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16)) {
      for (Rounding rounding : Rounding.values()) {
        cases.add(quantize(dtype, rounding));
        cases.add(requantize(dtype, rounding));
      }
      cases.add(perChannel(dtype));
    }
    cases.add(dequantizeAccumulators());
    cases.add(lookup(DType.INT8, DType.INT8));
    cases.add(lookup(DType.UINT8, DType.INT8));
    cases.add(lookup(DType.INT8, DType.UINT8));
    for (ArithmeticFunction function : ArithmeticFunction.values()) {
      cases.add(
          arithmetic(function, DType.INT8, NO_LOW, NO_HIGH, dims(1, 5, 7, 6), dims(1, 5, 7, 6)));
      cases.add(arithmetic(function, DType.UINT8, 0, 6, dims(2, 3, 3, 16), dims(16)));
      cases.add(arithmetic(function, DType.INT8, 0, NO_HIGH, dims(2, 1, 1, 19), dims(2, 4, 3, 19)));
      cases.add(arithmetic(function, DType.INT8, NO_LOW, NO_HIGH, dims(3, 1, 5), dims(4, 1)));
      cases.add(withConstant(function));
    }
    cases.add(arithmetic(ArithmeticFunction.ADD, DType.INT16, -9, 9, dims(1, 33), dims(1, 33)));
    cases.add(sameOperandTwice());
    cases.add(realOutput());
    cases.add(foreignBetweenIntegers());
    return List.copyOf(cases);
  }

  private static ExecutorCase quantize(DType dtype, Rounding rounding) {
    QuantParams params = QuantParams.perTensor(dtype, 0.25f, dtype.minimum() + 100);
    float[] reals = {
      0,
      -0f,
      0.125f,
      -0.125f,
      0.375f,
      -0.375f,
      0.12499999f,
      1e30f,
      -1e30f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      3.3333f,
      -7.7777f,
      25.0f,
      0.37500003f,
      -0.12499999f,
      38.625f
    };
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feed(builder.real(1, reals.length), Tensor.of(Shape.of(1, reals.length), reals));
    int quantized = builder.quantized(params, 1, reals.length);
    int back = builder.real(1, reals.length);
    builder.add(new Instruction.Quantize("quantize", input, quantized));
    builder.add(new Instruction.Dequantize("dequantize", quantized, back));
    return builder
        .output(quantized)
        .output(back)
        .build("quantize %s %s".formatted(dtype.label(), rounding), rounding);
  }

  private static ExecutorCase requantize(DType dtype, Rounding rounding) {
    Integers data = new Integers(9);
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feed(
            builder.quantized(QuantParams.perTensor(DType.INT8, 0.5f, -20), 3, 100),
            data.tensor(DType.INT8, 3, 100));
    int output =
        builder.quantized(QuantParams.perTensor(dtype, 0.8f, dtype.minimum() + 50), 3, 100);
    builder.add(new Instruction.Requantize("requantize", input, output));
    return builder
        .output(output)
        .build("requantize s8 to %s %s".formatted(dtype.label(), rounding), rounding);
  }

  private static ExecutorCase perChannel(DType dtype) {
    Integers data = new Integers(10);
    int low = dtype.minimum();
    QuantParams params =
        QuantParams.perChannel(
            dtype, new float[] {0.01f, 0.02f, 0.5f}, new int[] {low + 7, low + 120, low + 40}, 1);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.real(2, 3, 5), data.reals(2, 2, 3, 5));
    int quantized = builder.quantized(params, 2, 3, 5);
    int same = builder.quantized(QuantParams.perTensor(DType.INT8, 0.02f, 1), 2, 3, 5);
    int back = builder.real(2, 3, 5);
    builder.add(new Instruction.Quantize("quantize", input, quantized));
    builder.add(new Instruction.Requantize("requantize", quantized, same));
    builder.add(new Instruction.Dequantize("dequantize", quantized, back));
    return builder.output(same).output(back).build("per channel " + dtype.label());
  }

  private static ExecutorCase dequantizeAccumulators() {
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams params = QuantParams.perTensor(DType.INT32, 3e-6f, 0);
    int input =
        builder.feed(
            builder.quantized(params, 6),
            Tensor.of(
                Shape.of(6), Integer.MIN_VALUE, Integer.MAX_VALUE, 16777217, -16777219, 0, 1));
    int output = builder.real(6);
    builder.add(new Instruction.Dequantize("dequantize", input, output));
    return builder.output(output).build("dequantize s32");
  }

  private static ExecutorCase lookup(DType from, DType to) {
    Integers data = new Integers(11);
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feedImage(
            QuantParams.perTensor(from, 0.1f, from.minimum() + 128),
            data.of(from, 3 * 5 * 7),
            1,
            3,
            5,
            7);
    int output = builder.image(QuantParams.perTensor(to, 0.1f, to.minimum() + 3), 1, 3, 5, 7);
    builder.add(new Instruction.Lookup("table", input, output, data.tensor(to, 256)));
    return builder.output(output).build("lookup %s to %s".formatted(from.label(), to.label()));
  }

  private static ExecutorCase arithmetic(
      ArithmeticFunction function, DType dtype, float low, float high, long[] left, long[] right) {
    Integers data = new Integers(left.length * 10L + right.length);
    ProgramBuilder builder = new ProgramBuilder();
    int a =
        builder.feed(
            builder.quantized(QuantParams.perTensor(dtype, 0.037f, dtype.minimum() + 60), left),
            data.tensor(dtype, left));
    int b =
        builder.feed(
            builder.quantized(QuantParams.perTensor(dtype, 0.021f, dtype.minimum() + 140), right),
            data.tensor(dtype, right));
    Shape shape = Broadcasting.elementwise(Shape.of(left), Shape.of(right)).orElseThrow();
    int output =
        builder.quantized(
            QuantParams.perTensor(dtype, 0.043f, dtype.minimum() + 110), shape.toArray());
    builder.add(new Instruction.Arithmetic("op", function, a, b, output, low, high));
    return builder
        .output(output)
        .build(
            "%s %s %s with %s in [%s, %s]"
                .formatted(function, dtype.label(), Shape.of(left), Shape.of(right), low, high));
  }

  private static ExecutorCase withConstant(ArithmeticFunction function) {
    Integers data = new Integers(13);
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feedImage(
            QuantParams.perTensor(DType.INT8, 0.05f, 9),
            data.of(DType.INT8, 4 * 3 * 9),
            1,
            4,
            3,
            9);
    int constant = builder.constant(builder.real(9), data.reals(3, 9));
    int product = builder.image(QuantParams.perTensor(DType.UINT8, 0.07f, 111), 1, 4, 3, 9);
    int scalar = builder.constant(builder.real(), Tensor.scalar(2.5f));
    int output = builder.image(QuantParams.perTensor(DType.INT8, 0.2f, 0), 1, 4, 3, 9);
    builder.add(
        new Instruction.Arithmetic("op", function, input, constant, product, NO_LOW, NO_HIGH));
    builder.add(new Instruction.Arithmetic("op2", function, scalar, product, output, -4, 4));
    return builder.output(output).build(function + " with float32 constants");
  }

  private static ExecutorCase sameOperandTwice() {
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.05f, 0);
    int input =
        builder.feed(builder.quantized(params, 40), new Integers(14).tensor(DType.INT8, 40));
    int output = builder.quantized(params, 40);
    builder.add(
        new Instruction.Arithmetic(
            "square", ArithmeticFunction.MUL, input, input, output, NO_LOW, NO_HIGH));
    return builder.output(output).build("MUL of a value with itself");
  }

  private static ExecutorCase realOutput() {
    ProgramBuilder builder = new ProgramBuilder();
    Integers data = new Integers(15);
    int a = builder.feed(builder.real(2, 17), data.reals(5, 2, 17));
    int b =
        builder.feed(
            builder.quantized(QuantParams.perTensor(DType.INT8, 0.05f, 3), 2, 17),
            data.tensor(DType.INT8, 2, 17));
    int output = builder.real(2, 17);
    builder.add(
        new Instruction.Arithmetic("op", ArithmeticFunction.SUB, a, b, output, -3, NO_HIGH));
    return builder.output(output).build("SUB to float32");
  }

  private static ExecutorCase foreignBetweenIntegers() {
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.05f, -4);
    int input =
        builder.feed(builder.quantized(params, 2, 9), new Integers(16).tensor(DType.INT8, 2, 9));
    int real = builder.real(2, 9);
    int negated = builder.value(DType.FLOAT32, Layout.PLAIN, Optional.empty(), 2, 9);
    int output = builder.quantized(params, 2, 9);
    builder.add(new Instruction.Dequantize("dequantize", input, real));
    builder.add(
        new Instruction.Foreign(
            "negate",
            "Neg",
            List.of(real),
            List.of(negated),
            Tensor.of(Shape.of(0), new byte[0]),
            "a case of the tests"));
    builder.add(new Instruction.Quantize("quantize", negated, output));
    return builder.output(output).build("foreign between integers");
  }

  private static long[] dims(long... dims) {
    return dims;
  }
}
