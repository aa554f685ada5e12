package io.plumbline.codegen.ends;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Gives every element of a batch an input of its own:
 *
 * <pre>
 *   x[N, …] → …   ⇒   x_0[1, …], x_1[1, …] … → Concat → x → …
 * </pre>
 */
public final class SeparateBatch {
  private SeparateBatch() {}

  /**
   * The program with separate inputs.
   *
   * @param names of inputs
   * @throws BadConfigurationException when the program has no input of a name
   */
  public static Program apply(Program program, List<String> names) {
    List<ProgramValue> values = new ArrayList<>(program.values());
    List<Integer> inputs = new ArrayList<>();
    List<Instruction> joins = new ArrayList<>();
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>();
    List<String> known = program.inputs().stream().map(i -> program.value(i).name()).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new BadConfigurationException(
            "config.unknown-input",
            "separate_name",
            "the model has no input '%s'".formatted(name),
            "the inputs are " + String.join(", ", known));
      }
    }
    for (int index : program.inputs()) {
      ProgramValue value = program.value(index);
      PictureInput picture = program.pictures().get(value.name());
      if (!names.contains(value.name()) || value.shape().dim(0) == 1) {
        inputs.add(index);
        if (picture != null) {
          pictures.put(value.name(), picture);
        }
        continue;
      }
      List<Integer> parts = parts(value, values);
      inputs.addAll(parts);
      if (picture != null) {
        parts.forEach(part -> pictures.put(values.get(part).name(), picture));
      }
      joins.add(new Instruction.Concat(value.name(), parts, index, 0));
    }
    joins.addAll(program.instructions());
    return new Program(
        program.name(),
        program.rounding(),
        values,
        inputs,
        program.outputs(),
        program.constants(),
        joins,
        pictures,
        program.multiples());
  }

  private static List<Integer> parts(ProgramValue value, List<ProgramValue> values) {
    Shape shape = value.shape().with(0, 1);
    List<Integer> parts = new ArrayList<>();
    for (int element = 0; element < value.shape().intDim(0); element++) {
      values.add(
          new ProgramValue(
              value.name() + "_" + element, value.dtype(), shape, value.layout(), value.params()));
      parts.add(values.size() - 1);
    }
    return parts;
  }
}
