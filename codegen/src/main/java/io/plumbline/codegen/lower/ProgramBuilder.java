package io.plumbline.codegen.lower;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Collects the values, constants and instructions of a program in order. */
final class ProgramBuilder {
  private final List<ProgramValue> values = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final SequencedMap<Integer, Tensor> constants = new LinkedHashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();

  /** Adds a value and returns its index; a name that is taken gets a number. */
  int add(ProgramValue value) {
    String name = value.name();
    for (int suffix = 2; !names.add(name); suffix++) {
      name = value.name() + "." + suffix;
    }
    values.add(
        new ProgramValue(name, value.dtype(), value.shape(), value.layout(), value.params()));
    return values.size() - 1;
  }

  int addConstant(ProgramValue value, Tensor tensor) {
    int index = add(value);
    constants.put(index, tensor);
    return index;
  }

  void emit(Instruction instruction) {
    instructions.add(instruction);
  }

  ProgramValue value(int index) {
    return values.get(index);
  }

  Program build(
      String name,
      Rounding rounding,
      List<Integer> inputs,
      List<Integer> outputs,
      SequencedMap<String, PictureInput> pictures) {
    return new Program(name, rounding, values, inputs, outputs, constants, instructions, pictures);
  }
}
