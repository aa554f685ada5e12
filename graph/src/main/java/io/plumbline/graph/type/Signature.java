package io.plumbline.graph.type;

import java.util.ArrayList;
import java.util.List;

/**
 * The element types of a node's inputs and outputs, by position. Positions behind the last slot are
 * free, unless the last one repeats.
 *
 * @param repeats whether the last slot of the inputs stands for all further ones
 */
record Signature(List<Slot> inputs, boolean repeats, List<Slot> outputs) {
  private static final Slot FREE = new Slot.Any();

  Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * A signature from its words.
   *
   * @param inputs such as {@code "T index T"}; a last {@code *} repeats the word before it
   * @param outputs such as {@code "T int64"}
   */
  static Signature of(String inputs, String outputs) {
    boolean repeats = inputs.endsWith("*");
    return new Signature(
        slots(repeats ? inputs.substring(0, inputs.length() - 1) : inputs),
        repeats,
        slots(outputs));
  }

  private static List<Slot> slots(String words) {
    List<Slot> slots = new ArrayList<>();
    for (String word : List.of(words.strip().split(" ", -1))) {
      slots.add(Slot.of(word));
    }
    return slots;
  }

  Slot input(int position) {
    if (position < inputs.size()) {
      return inputs.get(position);
    }
    return repeats ? inputs.getLast() : FREE;
  }

  Slot output(int position) {
    return position < outputs.size() ? outputs.get(position) : FREE;
  }
}
