package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which slot of a run's memory every value lives in. A slot is taken over by a later value once the
 * instruction that reads its value last has run; program inputs and outputs included. Reshapes
 * share the slot of their operand.
 */
final class MemoryPlan {
  private static final int NONE = -1;

  private final Program program;
  private final int[] slots;
  private final int[] owners;
  private final int[] lastUses;
  private final List<Long> sizes = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  MemoryPlan(Program program) {
    int count = program.values().size();
    this.program = program;
    this.slots = new int[count];
    this.owners = new int[count];
    this.lastUses = new int[count];
    Arrays.fill(slots, NONE);
    findOwners();
    findLastUses();
    program.inputs().forEach(this::place);
    for (int step = 0; step < program.instructions().size(); step++) {
      program.instructions().get(step).outputs().forEach(this::place);
      releaseAfter(step);
    }
  }

  /** The number of slots. */
  int count() {
    return sizes.size();
  }

  /** Bytes of one slot. */
  long size(int slot) {
    return sizes.get(slot);
  }

  /** The slot of a value that is an input or is written by an instruction; negative for others. */
  int slot(int value) {
    return slots[value];
  }

  static long bytes(ProgramValue value) {
    return value.shape().elements() * value.dtype().bytes();
  }

  private void findOwners() {
    Arrays.setAll(owners, value -> value);
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.Reshape reshape
          && !program.constants().containsKey(reshape.input())) {
        owners[reshape.output()] = owners[reshape.input()];
      }
    }
  }

  private void findLastUses() {
    Arrays.fill(lastUses, NONE);
    int end = program.instructions().size();
    for (int step = 0; step < end; step++) {
      Instruction instruction = program.instructions().get(step);
      for (int value : instruction.outputs()) {
        lastUses[owners[value]] = step;
      }
      for (int value : instruction.inputs()) {
        lastUses[owners[value]] = step;
      }
    }
    for (int value : program.outputs()) {
      lastUses[owners[value]] = end;
    }
  }

  private void place(int value) {
    int owner = owners[value];
    if (slots[owner] == NONE) {
      slots[owner] = take(bytes(program.value(owner)));
    }
    slots[value] = slots[owner];
  }

  private void releaseAfter(int step) {
    for (int value = 0; value < owners.length; value++) {
      if (owners[value] == value && lastUses[value] == step && slots[value] != NONE) {
        free.add(slots[value]);
      }
    }
  }

  /**
   * The smallest free slot that is large enough, else the largest one, enlarged, else a new one.
   */
  private int take(long bytes) {
    int best = NONE;
    for (int slot : free) {
      if (best == NONE || better(slot, best, bytes)) {
        best = slot;
      }
    }
    if (best == NONE) {
      sizes.add(bytes);
      return sizes.size() - 1;
    }
    free.remove(Integer.valueOf(best));
    sizes.set(best, Math.max(sizes.get(best), bytes));
    return best;
  }

  private boolean better(int slot, int best, long bytes) {
    long size = sizes.get(slot);
    long bestSize = sizes.get(best);
    return bestSize < bytes ? size > bestSize : size >= bytes && size < bestSize;
  }
}
