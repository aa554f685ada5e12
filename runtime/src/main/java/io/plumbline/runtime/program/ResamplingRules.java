package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.List;

/** What weighted sums of slices demand of their values and constants. */
final class ResamplingRules {
  private ResamplingRules() {}

  static List<String> resample(Instruction.Resample op, ProgramValue input, ProgramValue output) {
    Violations violations = new Violations();
    violations.real(input);
    violations.real(output);
    int axis = op.axis();
    Shape table = op.indices().shape();
    boolean tables =
        violations.demand(
            op.indices().dtype() == DType.INT64
                && op.weights().dtype() == DType.FLOAT32
                && table.rank() == 2
                && table.dim(1) > 0
                && table.equals(op.weights().shape()),
            "indices %s with weights %s".formatted(op.indices(), op.weights()));
    boolean shapes =
        tables
            && violations.demand(
                axis >= 0
                    && axis < input.shape().rank()
                    && output.shape().equals(input.shape().with(axis, table.dim(0))),
                "%s along axis %d to %s".formatted(input.shape(), axis, output.shape()));
    if (shapes) {
      for (long index : op.indices().toLongs()) {
        if (index < 0 || index >= input.shape().dim(axis)) {
          violations.add("index %d on axis %d of %s".formatted(index, axis, input.shape()));
          return violations.messages();
        }
      }
    }
    return violations.messages();
  }
}
