package io.plumbline.runtime.program;

import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * An integer program: instructions in execution order over indexed values. Inputs and outputs are
 * plain-layout values in the types the user feeds and receives.
 *
 * @param constants values known before running, by value index: constant operands of {@link
 *     Instruction.Arithmetic} and the like
 * @param rounding of every requantisation and quantisation
 */
public record Program(
    String name,
    Rounding rounding,
    List<ProgramValue> values,
    List<Integer> inputs,
    List<Integer> outputs,
    SequencedMap<Integer, Tensor> constants,
    List<Instruction> instructions) {
  public Program {
    values = List.copyOf(values);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constants));
    instructions = List.copyOf(instructions);
  }

  public ProgramValue value(int index) {
    return values.get(index);
  }
}
