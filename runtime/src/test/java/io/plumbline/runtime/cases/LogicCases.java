package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.ComparisonFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.LogicalFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Comparisons, truth values, choices and conversions between types. */
final class LogicCases {
  private static final QuantParams FINE = QuantParams.perTensor(DType.INT8, 0.03f, 5);
  private static final QuantParams COARSE = QuantParams.perTensor(DType.UINT8, 0.06f, 100);

  private LogicCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (ComparisonFunction function : ComparisonFunction.values()) {
      cases.add(compareReals(function));
      cases.add(compareIntegers(function));
    }
    for (LogicalFunction function : LogicalFunction.values()) {
      cases.add(logical(function));
    }
    for (DType dtype : List.of(DType.INT8, DType.INT16, DType.FLOAT32, DType.INT64)) {
      cases.add(select(dtype));
    }
    cases.add(toReals());
    cases.add(toIntegers());
    return List.copyOf(cases);
  }

  static int plain(ProgramBuilder builder, DType dtype, long... dims) {
    return builder.value(dtype, Layout.PLAIN, Optional.empty(), dims);
  }

  /** Small integers of any type, some of them equal. */
  static Tensor small(DType dtype, long seed, int low, int high, long... dims) {
    Shape shape = Shape.of(dims);
    int[] values = new Integers(seed).between(low, high, shape.elements());
    if (dtype != DType.INT64) {
      return Tensor.ofIntegers(dtype, shape, values);
    }
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return Tensor.of(shape, wide);
  }

  private static ExecutorCase compareReals(ComparisonFunction function) {
    ProgramBuilder builder = new ProgramBuilder();
    int a = builder.feed(builder.quantized(FINE, 2, 3, 5), small(DType.INT8, 61, 0, 9, 2, 3, 5));
    int b = builder.feed(builder.quantized(COARSE, 3, 1), small(DType.UINT8, 62, 98, 102, 3, 1));
    int real = builder.feed(builder.real(5), new Integers(63).reals(0.2f, 5));
    int first = plain(builder, DType.BOOL, 2, 3, 5);
    int second = plain(builder, DType.BOOL, 3, 5);
    builder.add(new Instruction.Compare("quantized", function, a, b, first));
    builder.add(new Instruction.Compare("real", function, real, b, second));
    return builder.output(first).output(second).build("compare real " + function);
  }

  private static ExecutorCase compareIntegers(ComparisonFunction function) {
    ProgramBuilder builder = new ProgramBuilder();
    int a = builder.feed(plain(builder, DType.INT64, 4, 6), small(DType.INT64, 64, -2, 2, 4, 6));
    int b = builder.feed(plain(builder, DType.INT64, 6), small(DType.INT64, 65, -2, 2, 6));
    int output = plain(builder, DType.BOOL, 4, 6);
    builder.add(new Instruction.Compare("integers", function, a, b, output));
    return builder.output(output).build("compare integers " + function);
  }

  private static ExecutorCase logical(LogicalFunction function) {
    ProgramBuilder builder = new ProgramBuilder();
    int a = builder.feed(plain(builder, DType.BOOL, 2, 1, 7), small(DType.BOOL, 66, 0, 1, 2, 1, 7));
    int b = builder.feed(plain(builder, DType.BOOL, 3, 7), small(DType.BOOL, 67, 0, 1, 3, 7));
    int output = plain(builder, DType.BOOL, 2, 3, 7);
    builder.add(new Instruction.Logical("logical", function, a, b, output));
    return builder.output(output).build("logical " + function);
  }

  private static ExecutorCase select(DType dtype) {
    ProgramBuilder builder = new ProgramBuilder();
    int condition =
        builder.feed(plain(builder, DType.BOOL, 3, 1), small(DType.BOOL, 68, 0, 1, 3, 1));
    int a = fed(builder, dtype, 69, 2, 3, 5);
    int b = fed(builder, dtype, 70, 5);
    int output =
        fine(dtype)
            .map(params -> builder.quantized(params, 2, 3, 5))
            .orElseGet(() -> plain(builder, dtype, 2, 3, 5));
    builder.add(new Instruction.Select("select", condition, a, b, output));
    return builder.output(output).build("select " + dtype.label());
  }

  /** The parameters of a type that stands for real numbers. */
  private static Optional<QuantParams> fine(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.INT16
        ? Optional.of(QuantParams.perTensor(dtype, 0.03f, 5))
        : Optional.empty();
  }

  /** An input: int8 and int16 stand for real numbers, other types for themselves. */
  static int fed(ProgramBuilder builder, DType dtype, long seed, long... dims) {
    return dtype == DType.FLOAT32
        ? builder.feed(builder.real(dims), new Integers(seed).reals(5, dims))
        : builder.feed(
            fine(dtype)
                .map(params -> builder.quantized(params, dims))
                .orElseGet(() -> plain(builder, dtype, dims)),
            small(dtype, seed, dtype == DType.BOOL ? 0 : -9, dtype == DType.BOOL ? 1 : 9, dims));
  }

  private static ExecutorCase toReals() {
    ProgramBuilder builder = new ProgramBuilder();
    int bool = fed(builder, DType.BOOL, 71, 4, 5);
    int integer = fed(builder, DType.INT64, 72, 4, 5);
    int quantized = builder.quantized(FINE, 4, 5);
    int real = builder.real(4, 5);
    int wide = builder.quantized(QuantParams.perTensor(DType.INT16, 0.001f, 5), 4, 5);
    builder.add(new Instruction.Convert("wide", integer, wide));
    builder.add(new Instruction.Convert("bool", bool, quantized));
    builder.add(new Instruction.Convert("integer", integer, real));
    return builder.output(quantized).output(real).output(wide).build("convert to real numbers");
  }

  private static ExecutorCase toIntegers() {
    ProgramBuilder builder = new ProgramBuilder();
    int real = fed(builder, DType.FLOAT32, 73, 4, 5);
    int quantized = fed(builder, DType.INT8, 74, 4, 5);
    builder.add(new Instruction.Convert("to s64", real, plain(builder, DType.INT64, 4, 5)));
    builder.add(new Instruction.Convert("to s32", quantized, plain(builder, DType.INT32, 4, 5)));
    builder.add(new Instruction.Convert("to bool", quantized, plain(builder, DType.BOOL, 4, 5)));
    builder.add(new Instruction.Convert("narrowed", 2, plain(builder, DType.INT16, 4, 5)));
    return builder.output(2).output(3).output(4).output(5).build("convert to integers");
  }
}
