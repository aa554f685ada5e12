package io.plumbline.codegen.ends;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Writes a program whose inputs and outputs became inner values. Callers see plain layouts only: a
 * value stored otherwise gets a plain port, by a Reshape where the step was that hid it.
 */
final class PlainPorts {
  private final List<ProgramValue> values;
  private final List<Integer> inputs;
  private final List<Integer> outputs;
  private final List<Instruction> instructions = new ArrayList<>();

  /**
   * @param inputs indices of values, of any layout
   * @param outputs indices of values, of any layout
   */
  PlainPorts(List<ProgramValue> values, List<Integer> inputs, List<Integer> outputs) {
    this.values = new ArrayList<>(values);
    this.inputs = new ArrayList<>(inputs);
    this.outputs = new ArrayList<>(outputs);
  }

  void keep(Instruction instruction) {
    instructions.add(instruction);
  }

  /** A value that was exposed at an input; nothing is done where it is an input no more. */
  void input(int value, String node) {
    int place = inputs.indexOf(value);
    if (place >= 0 && values.get(value).layout() != Layout.PLAIN) {
      int port = port(value);
      inputs.set(place, port);
      instructions.add(new Instruction.Reshape(node, port, value));
    }
  }

  /** A value that was exposed at an output; nothing is done where it is an output no more. */
  void output(int value, String node) {
    int place = outputs.indexOf(value);
    if (place >= 0 && values.get(value).layout() != Layout.PLAIN) {
      int port = port(value);
      outputs.set(place, port);
      instructions.add(new Instruction.Reshape(node, value, port));
    }
  }

  private int port(int value) {
    ProgramValue stored = values.get(value);
    values.add(
        new ProgramValue(
            stored.name() + ".port",
            stored.dtype(),
            stored.shape(),
            Layout.PLAIN,
            stored.params()));
    return values.size() - 1;
  }

  /** The program, with the name, constants and pictures of the one it was made from. */
  Program program(Program source) {
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>(source.pictures());
    pictures.keySet().retainAll(inputs.stream().map(index -> values.get(index).name()).toList());
    return new Program(
        source.name(),
        source.rounding(),
        values,
        inputs,
        outputs,
        source.constants(),
        instructions,
        pictures,
        source.multiples());
  }
}
