package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.Optional;

/** What comparisons, truth values, choices and conversions demand of their values. */
final class LogicRules {
  private final Program program;
  private final Violations violations;

  LogicRules(Program program, Violations violations) {
    this.program = program;
    this.violations = violations;
  }

  void convert(Instruction.Convert op) {
    ProgramValue input = program.value(op.input());
    ProgramValue output = program.value(op.output());
    violations.sameShape(input, output);
    exact(input);
    exact(output);
  }

  /**
   * Everything that converts exactly: quantized, float32, bool or an integer of 64 bits or less.
   */
  private void exact(ProgramValue value) {
    violations.demand(
        value.dtype() == DType.FLOAT32 || !value.dtype().isFloat(),
        "%s is of %s".formatted(value.name(), value.dtype().label()));
  }

  void compare(Instruction.Compare op) {
    ProgramValue left = program.value(op.left());
    ProgramValue right = program.value(op.right());
    boolean integers =
        isInteger(left) && isInteger(right) && left.dtype() == right.dtype() && signed(left);
    violations.demand(
        integers || (isReal(left) && isReal(right)),
        "%s cannot be compared with %s".formatted(left, right));
    broadcast(left.shape(), right.shape(), program.value(op.output()));
    truth(program.value(op.output()));
  }

  private static boolean isReal(ProgramValue value) {
    return value.params().isPresent() || value.dtype() == DType.FLOAT32;
  }

  private static boolean isInteger(ProgramValue value) {
    return value.params().isEmpty() && !value.dtype().isFloat();
  }

  private static boolean signed(ProgramValue value) {
    return value.dtype() != DType.UINT64;
  }

  void logical(Instruction.Logical op) {
    ProgramValue left = program.value(op.left());
    ProgramValue right = program.value(op.right());
    truth(left);
    truth(right);
    truth(program.value(op.output()));
    broadcast(left.shape(), right.shape(), program.value(op.output()));
  }

  void select(Instruction.Select op) {
    ProgramValue condition = program.value(op.condition());
    ProgramValue left = program.value(op.left());
    ProgramValue right = program.value(op.right());
    ProgramValue output = program.value(op.output());
    truth(condition);
    violations.demand(
        sameKind(left, output) && sameKind(right, output),
        "a choice between %s and %s is no %s".formatted(left, right, output));
    Optional<Shape> both = Broadcasting.elementwise(left.shape(), right.shape());
    if (violations.demand(both.isPresent(), "%s with %s".formatted(left.shape(), right.shape()))) {
      broadcast(condition.shape(), both.get(), output);
    }
  }

  private static boolean sameKind(ProgramValue value, ProgramValue output) {
    return value.dtype() == output.dtype()
        && value.params().equals(output.params())
        && output.params().map(params -> params.isPerTensor()).orElse(true);
  }

  private void truth(ProgramValue value) {
    violations.demand(
        value.dtype() == DType.BOOL,
        "%s is of %s, not bool".formatted(value.name(), value.dtype().label()));
  }

  private void broadcast(Shape left, Shape right, ProgramValue output) {
    violations.demand(
        Broadcasting.elementwise(left, right).filter(output.shape()::equals).isPresent(),
        "%s with %s to %s".formatted(left, right, output.shape()));
  }
}
