package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The body of the C function of one instruction, line by line. Values are places in the arena, or
 * in the section of constants; what is bulky goes there as well.
 */
final class StepCode {
  private final Program program;
  private final Allocation allocation;
  private final ConstantSection constants;
  private final Surroundings surroundings;
  private final StringBuilder lines = new StringBuilder();
  private boolean returned;

  StepCode(
      Program program,
      Allocation allocation,
      ConstantSection constants,
      Surroundings surroundings) {
    this.program = program;
    this.allocation = allocation;
    this.constants = constants;
    this.surroundings = surroundings;
  }

  Program program() {
    return program;
  }

  /** Whether sums use no vectors. */
  boolean isScalar() {
    return surroundings.isBare();
  }

  ConstantSection constants() {
    return constants;
  }

  ProgramValue value(int index) {
    return program.value(index);
  }

  Shape shape(int index) {
    return value(index).shape();
  }

  String rounding() {
    return CText.rounding(program.rounding());
  }

  String type(int index) {
    return CText.type(value(index).dtype());
  }

  int bytes(int index) {
    return value(index).dtype().bytes();
  }

  long elements(int index) {
    return shape(index).elements();
  }

  /** The zero point of a value of one scale, 0 for one that is not quantized. */
  int zero(int index) {
    return value(index).params().map(QuantParams::zeroPoint).orElse(0);
  }

  /** The scale of a value of one scale, 1 for one that is not quantized. */
  String scale(int index) {
    return CText.real(value(index).params().map(QuantParams::scale).orElse(1f));
  }

  /** Where a value lies. */
  String at(int index) {
    int owner = allocation.owner(index);
    Tensor constant = program.constants().get(owner);
    return constant == null
        ? "arena + " + allocation.place(index)
        : "weights + " + constants.place(constant);
  }

  /** Where something lies in the section of constants, as a pointer to any type. */
  static String constant(int place) {
    return "(const void *) (weights + %s)".formatted(place);
  }

  String constant(Tensor tensor) {
    return constant(constants.place(tensor));
  }

  void line(String text) {
    lines.append("  ").append(text).append('\n');
  }

  /** A call of a kernel. */
  void call(String function, Object... arguments) {
    line(function + "(" + join(arguments) + ");");
  }

  /** A call of a kernel whose result is that of the step. */
  void returning(String function, Object... arguments) {
    line("return " + function + "(" + join(arguments) + ");");
    returned = true;
  }

  private static String join(Object... arguments) {
    return Arrays.stream(arguments)
        .map(
            argument -> argument instanceof Boolean truth ? truth ? "1" : "0" : argument.toString())
        .collect(Collectors.joining(", "));
  }

  /** An array of 32-bit numbers. */
  String array(String name, long... numbers) {
    line("static const int32_t %s[] = {%s};".formatted(name, CText.list(numbers)));
    return name;
  }

  /** How the elements of a value stand for real numbers; the address of the structure. */
  String quant(String name, int index) {
    line("const pl_quant %s = %s;".formatted(name, quantFields(name, index)));
    return "&" + name;
  }

  /** The same as the braces that fill a structure; arrays it needs are declared before. */
  String quantFields(String name, int index) {
    ProgramValue value = value(index);
    if (value.params().isEmpty()) {
      return "{%s, %s, 1, 1, 0, 0}".formatted(type(index), rounding());
    }
    QuantParams params = value.quant();
    if (params.isPerTensor()) {
      line("static const float %s_scale[] = {%s};".formatted(name, CText.real(params.scale())));
      array(name + "_zero", params.zeroPoint());
      return "{%s, %s, 1, 1, %s_scale, %s_zero}".formatted(type(index), rounding(), name, name);
    }
    List<Integer> zeros = Arrays.stream(params.zeroPoints()).boxed().toList();
    return String.format(
        Locale.ROOT,
        "{%s, %s, %s, %s, %s, %s}",
        type(index),
        rounding(),
        params.channels(),
        Math.max(1, shape(index).strides()[params.axis()]),
        constant(constants.reals(params.scales())),
        constant(constants.integers(zeros)));
  }

  /** An operand that is broadcast to the shape of a result; the address of the structure. */
  String operand(String name, int index, Shape result) {
    String quant =
        isComputed(value(index).dtype())
            ? quantFields(name, index)
            : "{PL_U8, PL_HALF_EVEN, 1, 1, 0, 0}";
    String strides = array(name + "_strides", CText.broadcast(shape(index), result));
    line("const pl_operand %s = {%s, %s, %s};".formatted(name, at(index), quant, strides));
    return "&" + name;
  }

  private static boolean isComputed(DType dtype) {
    return switch (dtype) {
      case FLOAT64, FLOAT16, BFLOAT16, UINT64 -> false;
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL, FLOAT32 -> true;
    };
  }

  /** Memory that the instruction at a place needs while it runs. */
  String scratch(int step) {
    return "(void *) (arena + %s)".formatted(allocation.scratch(step));
  }

  /** The whole body, which ends with a status. */
  String text() {
    return returned ? lines.toString() : lines + "  return PL_DONE;\n";
  }
}
