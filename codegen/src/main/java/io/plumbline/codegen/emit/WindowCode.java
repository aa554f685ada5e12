package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.stream.IntStream;

/** One number of many: {@code pl_windows.h}. */
final class WindowCode {
  /** Of how many elements of 16 bits a sum fits in 32 bits. */
  private static final long MOST_TERMS = 32767;

  private WindowCode() {}

  /** Kernels call a pooling what its record is called. */
  static void pool(Pooling op, StepCode code) {
    SumCode.window(op.window(), code.shape(op.input()), code.shape(op.output()), code);
    written(op.output(), code);
    code.call(
        "pl_pool",
        "PL_" + op.getClass().getSimpleName(),
        "&window",
        op instanceof Pooling.AveragePool average && average.countIncludePad(),
        code.at(op.input()),
        code.type(op.input()),
        code.zero(op.input()),
        code.scale(op.input()),
        code.at(op.output()),
        code.scale(op.output()),
        "&written");
  }

  static void mean(Instruction.Mean op, StepCode code) {
    Shape shape = code.shape(op.input());
    Shape result = code.shape(op.output());
    int first = 0;
    while (first < shape.rank() && shape.dim(first) == result.dim(first)) {
      first++;
    }
    int behind = shape.rank();
    while (behind > first && shape.dim(behind - 1) == result.dim(behind - 1)) {
      behind--;
    }
    long terms = extent(shape, first, behind);
    if (extent(result, first, behind) != 1 || terms == 0 || terms > MOST_TERMS) {
      reduce("PL_MEAN", op.input(), op.output(), code);
      return;
    }
    written(op.output(), code);
    code.call(
        "pl_mean",
        extent(shape, 0, first),
        terms,
        extent(shape, behind, shape.rank()),
        code.at(op.input()),
        code.type(op.input()),
        code.zero(op.input()),
        code.scale(op.input()),
        code.at(op.output()),
        code.scale(op.output()),
        "&written");
  }

  private static long extent(Shape shape, int from, int to) {
    return IntStream.range(from, to).mapToLong(shape::dim).reduce(1, Math::multiplyExact);
  }

  private static void written(int output, StepCode code) {
    code.line(
        "const pl_written written = {%s, %s, %s};"
            .formatted(code.type(output), code.rounding(), code.zero(output)));
  }

  static void reduce(Instruction.Reduce op, StepCode code) {
    reduce(function(op.function()), op.input(), op.output(), code);
  }

  private static String function(ReductionFunction function) {
    return switch (function) {
      case SUM -> "PL_SUM";
      case L1 -> "PL_L1";
      case L2 -> "PL_L2";
      case SUM_SQUARE -> "PL_SUM_SQUARE";
      case PROD -> "PL_PROD";
      case MAX -> "PL_LARGEST";
      case MIN -> "PL_SMALLEST";
    };
  }

  /** Reduced axes are those along which the result has one element. */
  private static void reduce(String function, int input, int output, StepCode code) {
    Shape shape = code.shape(input);
    Shape result = code.shape(output);
    long[] inner =
        IntStream.range(0, shape.rank())
            .mapToLong(axis -> result.dim(axis) == 1 ? shape.dim(axis) : 1)
            .toArray();
    long terms = Shape.of(inner).elements();
    code.call(
        "pl_reduce",
        function,
        shape.rank(),
        code.array("outer", result.toArray()),
        code.array("outer_strides", shape.strides()),
        result.elements(),
        code.array("inner", inner),
        code.array("inner_strides", shape.strides()),
        terms,
        code.at(input),
        code.type(input),
        code.zero(input),
        code.scale(input),
        code.at(output),
        code.quant("to", output));
  }

  static void resample(Instruction.Resample op, StepCode code) {
    Shape input = code.shape(op.input());
    code.call(
        "pl_resample",
        code.at(op.input()),
        code.quant("from", op.input()),
        code.at(op.output()),
        code.quant("to", op.output()),
        code.elements(op.output()),
        input.strides()[op.axis()],
        input.dim(op.axis()),
        code.shape(op.output()).dim(op.axis()),
        op.indices().shape().dim(1),
        code.constant(Tensor.of(op.indices().shape(), op.indices().toLongs())),
        code.constant(op.weights()));
  }

  static void extremum(Instruction.Extremum op, StepCode code) {
    Shape input = code.shape(op.input());
    code.call(
        "pl_extremum",
        code.at(op.input()),
        code.type(op.input()),
        code.elements(op.output()),
        input.strides()[op.axis()],
        input.dim(op.axis()),
        op.largest(),
        op.last(),
        "(void *) (" + code.at(op.output()) + ")");
  }

  static void top(Instruction.Top op, StepCode code) {
    Shape input = code.shape(op.input());
    long count = code.shape(op.output()).dim(op.axis());
    code.call(
        "pl_top",
        code.at(op.input()),
        code.type(op.input()),
        code.bytes(op.input()),
        count == 0 ? 0 : code.elements(op.output()) / count,
        input.strides()[op.axis()],
        input.dim(op.axis()),
        count,
        op.largest(),
        code.at(op.output()),
        "(void *) (" + code.at(op.positions()) + ")");
  }
}
