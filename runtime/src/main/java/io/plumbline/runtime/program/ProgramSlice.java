package io.plumbline.runtime.program;

import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some instructions of a program as a program of their own, which any executor runs. What it is fed
 * and hands out are values of the whole program as they are stored: a channels-last value has the
 * axes N, d1…dk, C at the border of a slice.
 *
 * @param program of the instructions
 * @param reads by value index of the whole program: the input of the slice that takes it
 * @param writes by value index of the whole program: the output of the slice that hands it out
 */
public record ProgramSlice(
    Program program, SequencedMap<Integer, String> reads, SequencedMap<Integer, String> writes) {
  public ProgramSlice {
    reads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reads));
    writes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(writes));
  }

  /**
   * A slice of a program.
   *
   * @param instructions over its values, in an order in which they can run
   * @param wanted which of the values that they write are handed out
   */
  public static ProgramSlice of(
      Program whole, List<Instruction> instructions, Collection<Integer> wanted) {
    return new Cut(whole).slice(instructions, wanted);
  }

  /** The values that instructions read and neither write themselves nor find among constants. */
  public static SequencedSet<Integer> readBefore(Program whole, List<Instruction> instructions) {
    SequencedSet<Integer> read = new LinkedHashSet<>();
    Set<Integer> known = new HashSet<>(whole.constants().keySet());
    for (Instruction instruction : instructions) {
      instruction.inputs().stream().filter(value -> !known.contains(value)).forEach(read::add);
      known.addAll(instruction.outputs());
    }
    return read;
  }

  /** The making of one slice. */
  private static final class Cut {
    private final Program whole;
    private final List<ProgramValue> values;
    private final Set<String> names;

    Cut(Program whole) {
      this.whole = whole;
      this.values = new ArrayList<>(whole.values());
      this.names = values.stream().map(ProgramValue::name).collect(Collectors.toSet());
    }

    ProgramSlice slice(List<Instruction> instructions, Collection<Integer> wanted) {
      SequencedMap<Integer, String> reads = new LinkedHashMap<>();
      SequencedMap<Integer, String> writes = new LinkedHashMap<>();
      List<Integer> inputs = new ArrayList<>();
      List<Integer> outputs = new ArrayList<>();
      List<Instruction> all = new ArrayList<>();
      for (int value : readBefore(whole, instructions)) {
        int border = border(value);
        if (border != value) {
          all.add(new Instruction.Reshape(name(value), border, value));
        }
        inputs.add(border);
        reads.put(value, name(border));
      }
      all.addAll(instructions);
      for (int value : wanted) {
        int border = border(value);
        if (border != value) {
          all.add(new Instruction.Reshape(name(value), value, border));
        }
        outputs.add(border);
        writes.put(value, name(border));
      }
      return new ProgramSlice(program(inputs, outputs, all), reads, writes);
    }

    private Program program(
        List<Integer> inputs, List<Integer> outputs, List<Instruction> instructions) {
      SequencedMap<Integer, Tensor> constants = new LinkedHashMap<>(whole.constants());
      SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>(whole.pictures());
      pictures.keySet().retainAll(inputs.stream().map(this::name).toList());
      return new Program(
          whole.name(),
          whole.rounding(),
          values,
          inputs,
          outputs,
          constants,
          instructions,
          pictures,
          whole.multiples());
    }

    /** The value itself, or one in plain layout that holds its elements as they lie. */
    private int border(int index) {
      ProgramValue value = values.get(index);
      if (value.layout() == Layout.PLAIN) {
        return index;
      }
      values.add(
          new ProgramValue(
              unused(value.name()), value.dtype(), value.shape(), Layout.PLAIN, value.params()));
      return values.size() - 1;
    }

    private String unused(String name) {
      String candidate = name + "_stored";
      while (!names.add(candidate)) {
        candidate += "_";
      }
      return candidate;
    }

    private String name(int index) {
      return values.get(index).name();
    }
  }
}
