package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.RecurrentSums;
import io.plumbline.runtime.reference.ReferenceKernels;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** A recurrent layer: its sums in vectors, its gates by their definition. */
record RecurrentStep(
    Instruction.Recurrent layer, Program program, RecurrentSums input, RecurrentSums recurrent)
    implements Step {
  static RecurrentStep of(Instruction.Recurrent layer, Program program) {
    return new RecurrentStep(
        layer,
        program,
        new PackedRecurrentSums(layer.weights().input()),
        new PackedRecurrentSums(layer.weights().recurrent()));
  }

  @Override
  public void run(RunContext context) {
    List<Tensor> operands = layer.inputs().stream().map(context::tensor).toList();
    List<Tensor> results = ReferenceKernels.recurrent(layer, program, operands, input, recurrent);
    for (int i = 0; i < results.size(); i++) {
      context.set(layer.outputs().get(i), results.get(i));
    }
  }
}
