package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OpenExtents;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A node that runs elsewhere; its operands are copied out of the run's memory and its results back.
 */
record ForeignStep(
    Instruction.Foreign instruction, ForeignOps.Prepared prepared, OpenExtents extents)
    implements Step {
  @Override
  public void run(RunContext context) {
    List<Tensor> operands = new ArrayList<>();
    for (int value : instruction.inputs()) {
      operands.add(context.tensor(value).copy());
    }
    List<Tensor> results = prepared.run(operands);
    for (int i = 0; i < results.size(); i++) {
      int value = instruction.outputs().get(i);
      if (extents.contains(value)) {
        context.hold(value, results.get(i));
      } else {
        context.set(value, results.get(i));
      }
    }
  }
}
