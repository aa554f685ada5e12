package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.ComparisonFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.LogicalFunction;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Element by element: {@code pl_elements.h}. */
final class ElementCode {
  private ElementCode() {}

  static void quantize(Instruction.Quantize op, StepCode code) {
    reals(op.input(), op.output(), code);
  }

  static void dequantize(Instruction.Dequantize op, StepCode code) {
    reals(op.input(), op.output(), code);
  }

  static void requantize(Instruction.Requantize op, StepCode code) {
    reals(op.input(), op.output(), code);
  }

  private static void reals(int input, int output, StepCode code) {
    code.call(
        "pl_convert_reals",
        code.at(input),
        code.quant("from", input),
        code.at(output),
        code.quant("to", output),
        code.elements(output));
  }

  static void lookup(Instruction.Lookup op, StepCode code) {
    code.call(
        "pl_lookup",
        code.at(op.input()),
        code.type(op.input()),
        code.constant(op.table()),
        code.at(op.output()),
        code.type(op.output()),
        code.elements(op.output()));
  }

  static void arithmetic(Instruction.Arithmetic op, StepCode code) {
    Shape shape = code.shape(op.output());
    if (isAlike(op.left(), shape, code) && isAlike(op.right(), shape, code)) {
      code.call(
          "pl_arithmetic_alike",
          function(op.function()),
          shape.elements(),
          code.at(op.left()),
          code.quant("left", op.left()),
          code.at(op.right()),
          code.quant("right", op.right()),
          CText.real(op.low()),
          CText.real(op.high()),
          code.at(op.output()),
          code.quant("to", op.output()));
      return;
    }
    code.call(
        "pl_arithmetic",
        function(op.function()),
        shape.rank(),
        code.array("extents", shape.toArray()),
        shape.elements(),
        code.operand("left", op.left(), shape),
        code.operand("right", op.right(), shape),
        CText.real(op.low()),
        CText.real(op.high()),
        code.at(op.output()),
        code.quant("to", op.output()));
  }

  /** Whether a value has the shape of the result and one scale. */
  private static boolean isAlike(int index, Shape result, StepCode code) {
    return code.shape(index).equals(result)
        && code.value(index).params().map(QuantParams::isPerTensor).orElse(true);
  }

  private static String function(ArithmeticFunction function) {
    return switch (function) {
      case ADD -> "PL_ADD";
      case SUB -> "PL_SUB";
      case MUL -> "PL_MUL";
      case DIV -> "PL_DIV";
      case MIN -> "PL_MIN";
      case MAX -> "PL_MAX";
    };
  }

  static void compare(Instruction.Compare op, StepCode code) {
    boolean real = isReal(code.value(op.left()));
    broadcast("pl_compare", List.of(function(op.function()), real), op, code);
  }

  private static String function(ComparisonFunction function) {
    return switch (function) {
      case EQUAL -> "PL_EQUAL";
      case GREATER -> "PL_GREATER";
      case GREATER_OR_EQUAL -> "PL_GREATER_EQUAL";
      case LESS -> "PL_LESS";
      case LESS_OR_EQUAL -> "PL_LESS_EQUAL";
    };
  }

  static void logical(Instruction.Logical op, StepCode code) {
    broadcast("pl_logical", List.of(function(op.function())), op, code);
  }

  /** A kernel that walks over the extents of a result and makes a truth value of two operands. */
  private static void broadcast(
      String kernel, List<Object> question, Instruction.TwoInputs op, StepCode code) {
    Shape shape = code.shape(op.output());
    List<Object> arguments = new ArrayList<>(question);
    arguments.add(shape.rank());
    arguments.add(code.array("extents", shape.toArray()));
    arguments.add(shape.elements());
    arguments.add(code.operand("left", op.left(), shape));
    arguments.add(code.operand("right", op.right(), shape));
    arguments.add(code.at(op.output()));
    code.call(kernel, arguments.toArray());
  }

  private static String function(LogicalFunction function) {
    return switch (function) {
      case AND -> "PL_AND";
      case OR -> "PL_OR";
      case XOR -> "PL_XOR";
    };
  }

  static void select(Instruction.Select op, StepCode code) {
    Shape shape = code.shape(op.output());
    code.call(
        "pl_select",
        shape.rank(),
        code.array("extents", shape.toArray()),
        shape.elements(),
        code.bytes(op.output()),
        code.operand("condition", op.condition(), shape),
        code.operand("left", op.left(), shape),
        code.operand("right", op.right(), shape),
        code.at(op.output()));
  }

  static void convert(Instruction.Convert op, StepCode code) {
    boolean fromReal = isReal(code.value(op.input()));
    boolean toReal = isReal(code.value(op.output()));
    String from = fromReal ? code.quant("from", op.input()) : code.type(op.input());
    String to = toReal ? code.quant("to", op.output()) : code.type(op.output());
    code.call(
        "pl_%s"
            .formatted(
                fromReal && toReal ? "convert_reals" : kind(fromReal) + "_to_" + kind(toReal)),
        code.at(op.input()),
        from,
        code.at(op.output()),
        to,
        code.elements(op.output()));
  }

  private static String kind(boolean real) {
    return real ? "reals" : "wholes";
  }

  private static boolean isReal(ProgramValue value) {
    return value.params().isPresent() || value.dtype() == DType.FLOAT32;
  }
}
