package io.plumbline.runtime.program.form;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The constants that instructions carry themselves. */
public final class InstructionTensors {
  private InstructionTensors() {}

  /** Weights, biases, tables and embedded models of one instruction. */
  public static List<Tensor> of(Instruction instruction) {
    List<Tensor> tensors = new ArrayList<>();
    InstructionForms.write(instruction, new Collector(tensors));
    return tensors;
  }

  private record Collector(List<Tensor> tensors) implements FieldSink {
    @Override
    public void tensor(String name, Tensor value) {
      tensors.add(value);
    }

    @Override
    public void embedded(String name, Tensor value) {
      tensors.add(value);
    }

    @Override
    public void integer(String name, int value) {}

    @Override
    public void real(String name, float value) {}

    @Override
    public void text(String name, String value) {}

    @Override
    public void integers(String name, List<Integer> values) {}

    @Override
    public void reals(String name, List<Float> values) {}
  }
}
