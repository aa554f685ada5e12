package io.plumbline.runtime.compiled;

import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.reference.ReferenceKernels;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/** One run of a compiled module in memory of its own. */
final class SteppedRun {
  private final Program program;
  private final Allocation allocation;
  private final ForeignNodes foreign;
  private final StepMemory memory;
  private final Set<Integer> wanted;
  private final ObjIntConsumer<Tensor> reader;
  private final Set<Integer> handedOut = new HashSet<>();

  /** Results of foreign nodes of which the data decide how many elements there are. */
  private final Map<Integer, Tensor> open = new HashMap<>();

  /**
   * A run that has not begun.
   *
   * @param wanted values to hand out
   * @param reader given each of them once, as the program stores it
   */
  SteppedRun(
      Program program,
      Allocation allocation,
      ForeignNodes foreign,
      StepMemory memory,
      Set<Integer> wanted,
      ObjIntConsumer<Tensor> reader) {
    this.program = program;
    this.allocation = allocation;
    this.foreign = foreign;
    this.memory = memory;
    this.wanted = wanted;
    this.reader = reader;
  }

  void write(int value, Tensor tensor) {
    if (foreign.extents().contains(value)) {
      open.put(value, tensor);
    } else {
      memory.write(allocation.place(value), tensor.data().asSlice(0, allocation.bytes(value)));
    }
    handOut(value);
  }

  /** Steps in one call as far as nobody wants to see what they write. */
  void all() {
    int first = 0;
    int steps = program.instructions().size();
    for (int step = 0; step < steps; step++) {
      Instruction instruction = program.instructions().get(step);
      if (instruction instanceof Instruction.Foreign) {
        call(first, step);
        results(instruction);
        first = step + 1;
      } else if (instruction.outputs().stream().anyMatch(wanted::contains)) {
        call(first, step + 1);
        instruction.outputs().forEach(this::handOut);
        first = step + 1;
      }
    }
    call(first, steps);
    wanted.stream().filter(value -> !handedOut.contains(value)).toList().forEach(this::handOut);
  }

  /** One step after the other. */
  void timed(long[] nanoseconds) {
    for (int step = 0; step < nanoseconds.length; step++) {
      if (program.instructions().get(step) instanceof Instruction.Foreign node) {
        long start = System.nanoTime();
        results(node);
        nanoseconds[step] += System.nanoTime() - start;
      } else {
        nanoseconds[step] += call(step, step + 1);
      }
    }
  }

  private long call(int from, int to) {
    if (from == to) {
      return 0;
    }
    StepMemory.Ran ran = memory.run(from, to);
    if (ran.stopped() >= 0) {
      Instruction instruction = program.instructions().get(ran.stopped());
      ReferenceKernels.execute(instruction, program, operands(instruction));
      throw new IllegalStateException(instruction.node() + " stopped without a reason");
    }
    return ran.nanoseconds();
  }

  private void results(Instruction instruction) {
    List<Tensor> results = foreign.of(instruction).orElseThrow().run(operands(instruction));
    for (int i = 0; i < results.size(); i++) {
      write(instruction.outputs().get(i), results.get(i));
    }
  }

  private List<Tensor> operands(Instruction instruction) {
    List<Tensor> operands = new ArrayList<>();
    instruction.inputs().forEach(value -> operands.add(copy(value)));
    return operands;
  }

  private void handOut(int value) {
    if (wanted.contains(value) && handedOut.add(value)) {
      reader.accept(copy(value), value);
    }
  }

  private Tensor copy(int index) {
    ProgramValue value = program.value(index);
    Tensor constant = program.constants().get(allocation.owner(index));
    if (constant != null) {
      return constant.reshape(value.shape());
    }
    Tensor result = open.get(allocation.owner(index));
    if (result != null) {
      return result;
    }
    Tensor tensor = Tensor.allocate(value.dtype(), value.shape());
    memory.read(allocation.place(index), tensor.data().asSlice(0, allocation.bytes(index)));
    return tensor;
  }
}
