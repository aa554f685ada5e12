package io.plumbline.codegen.lower.scope;

import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.Graph;
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
public final class ProgramBuilder {
  private final Graph graph;
  private final List<ProgramValue> values = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final SequencedMap<Integer, Tensor> constants = new LinkedHashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();

  /**
   * @param graph whose values keep their names
   */
  public ProgramBuilder(Graph graph) {
    this.graph = graph;
  }

  /**
   * Adds a value that is known by its name in the graph and returns its index. Only the first of a
   * name has it; others get a number.
   */
  int keep(ProgramValue value) {
    return names.contains(value.name()) ? add(value) : put(value, value.name());
  }

  /** Adds a value of a name made here, with a number where that is taken; returns its index. */
  public int add(ProgramValue value) {
    String name = value.name();
    for (int suffix = 2; names.contains(name) || graph.namesValue(name); suffix++) {
      name = value.name() + "." + suffix;
    }
    return put(value, name);
  }

  private int put(ProgramValue value, String name) {
    names.add(name);
    values.add(
        new ProgramValue(name, value.dtype(), value.shape(), value.layout(), value.params()));
    return values.size() - 1;
  }

  int keepConstant(ProgramValue value, Tensor tensor) {
    int index = keep(value);
    constants.put(index, tensor);
    return index;
  }

  public int addConstant(ProgramValue value, Tensor tensor) {
    int index = add(value);
    constants.put(index, tensor);
    return index;
  }

  public void emit(Instruction instruction) {
    instructions.add(instruction);
  }

  public ProgramValue value(int index) {
    return values.get(index);
  }

  public Program build(
      String name,
      Rounding rounding,
      List<Integer> inputs,
      List<Integer> outputs,
      SequencedMap<String, PictureInput> pictures) {
    return new Program(
        name,
        rounding,
        values,
        inputs,
        outputs,
        constants,
        instructions,
        pictures,
        ChannelMultiples.of(graph.info()));
  }
}
