package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.List;

/** What reductions and the normalisation of neighbouring channels demand of their values. */
final class ReductionRules {
  private ReductionRules() {}

  static List<String> reduce(Instruction.Reduce op, ProgramValue input, ProgramValue output) {
    Violations violations = new Violations();
    Shape expected = input.shape();
    for (int axis : op.axes()) {
      if (axis < 0 || axis >= expected.rank()) {
        return List.of("axis %d of %s".formatted(axis, expected));
      }
      expected = expected.with(axis, 1);
    }
    violations.demand(
        output.shape().equals(expected),
        "%s of %s over %s to %s"
            .formatted(op.function(), input.shape(), op.axes(), output.shape()));
    violations.perTensor(input);
    switch (op.function()) {
      case MAX, MIN -> {
        violations.demand(
            input.dtype() == output.dtype() && input.params().equals(output.params()),
            "input and output differ in their parameters");
        violations.demand(input.shape().elements() > 0, "the extreme of nothing");
      }
      case SUM, L1, L2, SUM_SQUARE, PROD -> {
        if (output.dtype() != DType.FLOAT32) {
          violations.perTensor(output);
        }
      }
    }
    return violations.messages();
  }

  static List<String> localResponseNorm(
      Instruction.LocalResponseNorm op, ProgramValue input, ProgramValue output) {
    Violations violations = new Violations();
    violations.perTensor(input);
    violations.real(output);
    violations.sameShape(input, output);
    violations.demand(input.shape().rank() > 0, "channels of a scalar");
    violations.demand(
        op.size() > 0 && op.alpha() >= 0 && op.bias() >= Float.MIN_NORMAL,
        "size %d, alpha %s and bias %s".formatted(op.size(), op.alpha(), op.bias()));
    return violations.messages();
  }
}
