package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Broadcasting;
import io.plumbline.runtime.program.ComparisonFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What is computed element by element or row by row, between 8 and 16 bits in every pairing. */
final class WideElementCases {
  private static final List<DType> NARROW =
      List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16);
  private static final List<DType> WIDE = List.of(DType.INT16, DType.UINT16);
  private static final float NO_LOW = Float.NEGATIVE_INFINITY;
  private static final float NO_HIGH = Float.POSITIVE_INFINITY;

  private WideElementCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType wide : WIDE) {
      for (DType other : NARROW) {
        cases.addAll(converted(wide, other));
        if (other.bytes() == 1) {
          cases.addAll(converted(other, wide));
        }
        cases.add(mixed(wide, other));
        cases.add(normalised(wide, other));
        cases.add(reduced(wide, other));
      }
      for (ArithmeticFunction function : ArithmeticFunction.values()) {
        cases.add(arithmetic(function, wide, dims(1, 5, 7, 6), dims(1, 5, 7, 6), NO_LOW, NO_HIGH));
        cases.add(arithmetic(function, wide, dims(2, 3, 3, 17), dims(17), 0, 6));
        cases.add(arithmetic(function, wide, dims(3, 1, 5), dims(4, 1), 0, NO_HIGH));
      }
      for (ComparisonFunction function : ComparisonFunction.values()) {
        cases.add(compare(function, wide));
      }
      cases.add(everyInteger(wide));
    }
    return List.copyOf(cases);
  }

  private static List<ExecutorCase> converted(DType from, DType to) {
    List<ExecutorCase> cases = new ArrayList<>();
    cases.add(lookup(from, to));
    for (Rounding rounding : Rounding.values()) {
      cases.add(requantize(from, to, rounding));
    }
    return cases;
  }

  private static QuantParams params(DType dtype, float scale, double share) {
    int zeroPoint = dtype.minimum() + (int) (share * (dtype.maximum() - dtype.minimum()));
    return QuantParams.perTensor(dtype, dtype.bytes() == 1 ? scale : scale / 256, zeroPoint);
  }

  private static int entries(DType dtype) {
    return dtype.maximum() - dtype.minimum() + 1;
  }

  private static ExecutorCase lookup(DType from, DType to) {
    Integers data = new Integers(73);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(params(from, 0.1f, 0.5), data.of(from, 3 * 5 * 37), 1, 3, 5, 37);
    int output = builder.image(params(to, 0.1f, 0.1), 1, 3, 5, 37);
    builder.add(new Instruction.Lookup("table", input, output, data.tensor(to, entries(from))));
    return builder
        .output(output)
        .build("lookup %s to %s, 16 bits".formatted(from.label(), to.label()));
  }

  private static ExecutorCase requantize(DType from, DType to, Rounding rounding) {
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feed(
            builder.quantized(params(from, 0.5f, 0.4), 3, 101),
            new Integers(74).tensor(from, 3, 101));
    int output = builder.quantized(params(to, 0.4f, 0.6), 3, 101);
    int real = builder.real(3, 101);
    builder.add(new Instruction.Requantize("requantize", input, output));
    builder.add(new Instruction.Dequantize("dequantize", output, real));
    return builder
        .output(output)
        .output(real)
        .build(
            "requantize %s to %s %s, 16 bits".formatted(from.label(), to.label(), rounding),
            rounding);
  }

  /** Every integer of 16 bits to float32 and back again, which is the identity. */
  private static ExecutorCase everyInteger(DType dtype) {
    int[] all = new int[entries(dtype)];
    for (int i = 0; i < all.length; i++) {
      all[i] = dtype.minimum() + i;
    }
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams params = params(dtype, 0.7f, 0.9);
    int input =
        builder.feed(
            builder.quantized(params, all.length),
            Tensor.ofIntegers(dtype, Shape.of(all.length), all));
    int real = builder.real(all.length);
    int back = builder.quantized(params, all.length);
    builder.add(new Instruction.Dequantize("dequantize", input, real));
    builder.add(new Instruction.Quantize("quantize", real, back));
    return builder.output(real).output(back).build("every integer of " + dtype.label());
  }

  private static ExecutorCase arithmetic(
      ArithmeticFunction function, DType dtype, long[] left, long[] right, float low, float high) {
    Integers data = new Integers(left.length * 10L + right.length);
    ProgramBuilder builder = new ProgramBuilder();
    int a =
        builder.feed(builder.quantized(params(dtype, 0.037f, 0.2), left), data.tensor(dtype, left));
    int b =
        builder.feed(
            builder.quantized(params(dtype, 0.021f, 0.5), right), data.tensor(dtype, right));
    Shape shape = Broadcasting.elementwise(Shape.of(left), Shape.of(right)).orElseThrow();
    int output = builder.quantized(params(dtype, 0.043f, 0.4), shape.toArray());
    builder.add(new Instruction.Arithmetic("op", function, a, b, output, low, high));
    return builder
        .output(output)
        .build(
            "%s %s %s with %s, 16 bits"
                .formatted(function, dtype.label(), Shape.of(left), Shape.of(right)));
  }

  /** Operands and results of different widths, and float32 ones. */
  private static ExecutorCase mixed(DType wide, DType other) {
    Integers data = new Integers(75);
    ProgramBuilder builder = new ProgramBuilder();
    int a =
        builder.feed(builder.quantized(params(wide, 0.2f, 0.3), 2, 37), data.tensor(wide, 2, 37));
    int b = builder.feed(builder.quantized(params(other, 0.3f, 0.6), 37), data.tensor(other, 37));
    int c = builder.constant(builder.real(2, 1), data.reals(3, 2, 1));
    int sum = builder.quantized(params(other, 0.4f, 0.5), 2, 37);
    int product = builder.quantized(params(wide, 0.5f, 0.5), 2, 37);
    int real = builder.real(2, 37);
    builder.add(
        new Instruction.Arithmetic("sum", ArithmeticFunction.ADD, a, b, sum, NO_LOW, NO_HIGH));
    builder.add(
        new Instruction.Arithmetic("product", ArithmeticFunction.MUL, sum, c, product, -9, 9));
    builder.add(
        new Instruction.Arithmetic("real", ArithmeticFunction.SUB, product, a, real, 0, NO_HIGH));
    return builder
        .output(product)
        .output(real)
        .build("arithmetic of %s and %s, 16 bits".formatted(wide.label(), other.label()));
  }

  private static ExecutorCase compare(ComparisonFunction function, DType dtype) {
    ProgramBuilder builder = new ProgramBuilder();
    Tensor data = LogicCases.small(dtype, 76, 0, 9, 2, 3, 5);
    int a = builder.feed(builder.quantized(QuantParams.perTensor(dtype, 0.03f, 5), 2, 3, 5), data);
    int b =
        builder.feed(
            builder.quantized(QuantParams.perTensor(DType.UINT8, 0.06f, 100), 3, 1),
            LogicCases.small(DType.UINT8, 77, 98, 102, 3, 1));
    int output = LogicCases.plain(builder, DType.BOOL, 2, 3, 5);
    builder.add(new Instruction.Compare("compare", function, a, b, output));
    return builder.output(output).build("compare %s %s".formatted(dtype.label(), function));
  }

  /** Softmax, layer and response normalisation of 16 bits to any type. */
  private static ExecutorCase normalised(DType from, DType to) {
    Integers data = new Integers(78);
    ProgramBuilder builder = new ProgramBuilder();
    int x =
        builder.feed(builder.quantized(params(from, 0.1f, 0.4), 4, 37), data.tensor(from, 4, 37));
    int shares =
        builder.quantized(
            QuantParams.perTensor(to, (float) (1.0 / entries(to)), to.minimum()), 4, 37);
    int logarithms = builder.quantized(params(to, 0.5f, 1), 4, 37);
    int normal = builder.quantized(params(to, 0.05f, 0.5), 4, 37);
    int responses = builder.quantized(params(to, 0.05f, 0.5), 4, 37);
    builder.add(new Instruction.Softmax("softmax", x, shares, false));
    builder.add(new Instruction.Softmax("logarithm", x, logarithms, true));
    builder.add(
        new Instruction.LayerNorm(
            "normal", x, normal, 1, data.reals(2, 37), data.reals(1, 37), 1e-5f));
    builder.add(new Instruction.LocalResponseNorm("responses", x, responses, 5, 0.3f, 0.75f, 1.5f));
    return builder
        .output(shares)
        .output(logarithms)
        .output(normal)
        .output(responses)
        .build("normalised %s to %s, 16 bits".formatted(from.label(), to.label()));
  }

  private static ExecutorCase reduced(DType from, DType to) {
    ProgramBuilder builder = new ProgramBuilder();
    int x =
        builder.feed(
            builder.quantized(params(from, 0.01f, 0.4), 5, 3, 19),
            new Integers(79).tensor(from, 5, 3, 19));
    for (ReductionFunction function : ReductionFunction.values()) {
      boolean picks = function == ReductionFunction.MAX || function == ReductionFunction.MIN;
      if (!picks) {
        int output = builder.quantized(params(to, 0.3f, 0.3), 5, 1, 19);
        builder.add(new Instruction.Reduce(function.name(), function, x, output, List.of(1)));
        builder.output(output);
      }
    }
    int mean = builder.quantized(params(to, 0.02f, 0.5), 1, 3, 1);
    builder.add(new Instruction.Mean("mean", x, mean, List.of(0, 2)));
    return builder
        .output(mean)
        .build("reduce %s to %s, 16 bits".formatted(from.label(), to.label()));
  }

  private static long[] dims(long... dims) {
    return dims;
  }
}
