package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceKernels;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** An instruction without a fast form here, computed by its definition. */
record ReferenceStep(Instruction instruction, Program program) implements Step {
  @Override
  public void run(RunContext context) {
    List<Tensor> operands = new ArrayList<>();
    for (int value : instruction.inputs()) {
      operands.add(context.tensor(value));
    }
    List<Tensor> results = ReferenceKernels.execute(instruction, program, operands);
    for (int i = 0; i < results.size(); i++) {
      context.set(instruction.outputs().get(i), results.get(i));
    }
  }
}
