package io.plumbline.runtime.program;

import io.plumbline.runtime.InstructionTime;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * An integer program: instructions in execution order over indexed values. Inputs and outputs are
 * plain-layout values in the types the user feeds and receives.
 *
 * @param constants values known before running, by value index: constant operands of {@link
 *     Instruction.Arithmetic} and the like
 * @param rounding of every requantisation and quantisation
 * @param pictures what the device hands over, for the inputs that are pictures, by name
 * @param multiples values that hold multiples of what the float model has under their name: the
 *     exponents of the powers of two, one for each channel along axis 1 of the plain layout
 */
public record Program(
    String name,
    Rounding rounding,
    List<ProgramValue> values,
    List<Integer> inputs,
    List<Integer> outputs,
    SequencedMap<Integer, Tensor> constants,
    List<Instruction> instructions,
    SequencedMap<String, PictureInput> pictures,
    SequencedMap<String, List<Integer>> multiples) {
  public Program {
    values = List.copyOf(values);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constants));
    instructions = List.copyOf(instructions);
    pictures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(pictures));
    multiples = named(values, multiples);
  }

  private static SequencedMap<String, List<Integer>> named(
      List<ProgramValue> values, SequencedMap<String, List<Integer>> multiples) {
    SequencedMap<String, List<Integer>> named = new LinkedHashMap<>();
    multiples.forEach((name, exponents) -> named.put(name, List.copyOf(exponents)));
    named.keySet().retainAll(values.stream().map(ProgramValue::name).toList());
    return Collections.unmodifiableSequencedMap(named);
  }

  /** A program whose values are those of the float model. */
  public Program(
      String name,
      Rounding rounding,
      List<ProgramValue> values,
      List<Integer> inputs,
      List<Integer> outputs,
      SequencedMap<Integer, Tensor> constants,
      List<Instruction> instructions,
      SequencedMap<String, PictureInput> pictures) {
    this(
        name,
        rounding,
        values,
        inputs,
        outputs,
        constants,
        instructions,
        pictures,
        new LinkedHashMap<>());
  }

  /** A program none of whose inputs is a picture. */
  public Program(
      String name,
      Rounding rounding,
      List<ProgramValue> values,
      List<Integer> inputs,
      List<Integer> outputs,
      SequencedMap<Integer, Tensor> constants,
      List<Instruction> instructions) {
    this(name, rounding, values, inputs, outputs, constants, instructions, new LinkedHashMap<>());
  }

  public ProgramValue value(int index) {
    return values.get(index);
  }

  /**
   * The mean time of each instruction, in execution order.
   *
   * @param nanoseconds of all frames together
   */
  public List<InstructionTime> times(long[] nanoseconds, int frames) {
    List<InstructionTime> times = new ArrayList<>();
    for (int step = 0; step < nanoseconds.length; step++) {
      Instruction instruction = instructions.get(step);
      String kind = instruction.getClass().getSimpleName();
      times.add(new InstructionTime(instruction.node(), kind, (double) nanoseconds[step] / frames));
    }
    return times;
  }

  /**
   * Instructions of this program as a program of their own: it reads what they read, and hands out
   * what they write that is read behind them or is an output of this program.
   *
   * @param from position of the first instruction
   * @param to position behind the last one
   * @throws IndexOutOfBoundsException when these are no positions of this program in this order
   */
  public ProgramSlice slice(int from, int to) {
    Set<Integer> wanted = new HashSet<>(outputs);
    instructions
        .subList(to, instructions.size())
        .forEach(instruction -> wanted.addAll(instruction.inputs()));
    List<Instruction> part = instructions.subList(from, to);
    List<Integer> written =
        part.stream()
            .flatMap(instruction -> instruction.outputs().stream())
            .filter(wanted::contains)
            .toList();
    return ProgramSlice.of(this, part, written);
  }
}
