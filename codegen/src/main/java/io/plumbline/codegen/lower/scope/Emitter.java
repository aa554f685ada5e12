package io.plumbline.codegen.lower.scope;

import io.plumbline.quantize.form.Limits;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** What lowerings that write a group in several instructions emit in its name. */
public record Emitter(Group group, Scope scope) {
  /** An element-wise function of two operands with NumPy broadcasting, without limits. */
  public void arithmetic(ArithmeticFunction function, int left, int right, int target) {
    arithmetic(function, left, right, target, Limits.NONE);
  }

  /**
   * An element-wise function of two operands with NumPy broadcasting.
   *
   * @param limits real bounds of the result
   */
  public void arithmetic(
      ArithmeticFunction function, int left, int right, int target, Limits limits) {
    scope
        .builder()
        .emit(
            new Instruction.Arithmetic(
                group.name(), function, left, right, target, limits.low(), limits.high()));
  }

  /**
   * Adds a float32 constant in the order of its axes and returns its index.
   *
   * @param suffix of its name, after the group's
   */
  public int constant(String suffix, Tensor tensor) {
    ProgramValue value =
        new ProgramValue(
            group.name() + suffix, DType.FLOAT32, tensor.shape(), Layout.PLAIN, Optional.empty());
    return scope.builder().addConstant(value, tensor);
  }
}
