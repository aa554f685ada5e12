package io.plumbline.runtime.reference;

import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.Lifetime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramEngine;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.BiConsumer;

/** Runs a program with {@link ReferenceKernels}. */
public final class ReferenceExecutor implements ProgramEngine {
  private final Lifetime lifetime = new Lifetime();
  private final Program program;
  private final ProgramInterface ports;
  private final ForeignNodes foreign;

  /**
   * Verifies and prepares a program.
   *
   * @param foreignOps asked once for every {@link Instruction.Foreign} of the program, now
   * @throws io.plumbline.tensor.InternalException when the program is inconsistent
   */
  public ReferenceExecutor(Program program, ForeignOps foreignOps) {
    ProgramVerifier.verify(program);
    this.program = program;
    this.ports = new ProgramInterface(program);
    this.foreign = new ForeignNodes(program, foreignOps);
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public ProgramInterface ports() {
    return ports;
  }

  @Override
  public void stream(
      Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader) {
    run(inputs, options, reader, new long[program.instructions().size()]);
  }

  @Override
  public List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    long[] nanoseconds = new long[program.instructions().size()];
    for (int frame = 0; frame < frames; frame++) {
      run(inputs, options, (_, _) -> {}, nanoseconds);
    }
    return program.times(nanoseconds, frames);
  }

  /**
   * @param nanoseconds to which the time of every instruction is added
   */
  private void run(
      Map<String, Tensor> inputs,
      RunOptions options,
      BiConsumer<String, Tensor> reader,
      long[] nanoseconds) {
    lifetime.requireOpen(name());
    SequencedSet<Integer> wanted = ports.fetched(options);
    Map<Integer, Tensor> values = new HashMap<>(program.constants());
    values.putAll(ports.bind(inputs, options));
    wanted.stream().filter(values::containsKey).forEach(index -> handOut(index, values, reader));
    int[] lastUses = lastUses();
    for (int step = 0; step < program.instructions().size(); step++) {
      Instruction instruction = program.instructions().get(step);
      long start = System.nanoTime();
      List<Tensor> results = execute(instruction, operands(instruction, values));
      nanoseconds[step] += System.nanoTime() - start;
      for (int i = 0; i < results.size(); i++) {
        int index = instruction.outputs().get(i);
        values.put(index, results.get(i));
        if (wanted.contains(index)) {
          handOut(index, values, reader);
        }
      }
      for (int index : instruction.inputs()) {
        if (lastUses[index] == step) {
          values.remove(index);
        }
      }
    }
  }

  private void handOut(int index, Map<Integer, Tensor> values, BiConsumer<String, Tensor> reader) {
    reader.accept(program.value(index).name(), ports.present(index, value(index, values)));
  }

  private List<Tensor> execute(Instruction instruction, List<Tensor> operands) {
    return foreign
        .of(instruction)
        .map(prepared -> prepared.run(operands))
        .orElseGet(() -> ReferenceKernels.execute(instruction, program, operands));
  }

  private List<Tensor> operands(Instruction instruction, Map<Integer, Tensor> values) {
    List<Tensor> operands = new ArrayList<>();
    for (int index : instruction.inputs()) {
      operands.add(value(index, values));
    }
    return operands;
  }

  private Tensor value(int index, Map<Integer, Tensor> values) {
    Tensor tensor = values.get(index);
    if (tensor == null) {
      throw new IllegalStateException(
          program.value(index).name() + " is read before it is written");
    }
    return tensor;
  }

  private int[] lastUses() {
    int[] lastUses = new int[program.values().size()];
    for (int step = 0; step < program.instructions().size(); step++) {
      for (int index : program.instructions().get(step).inputs()) {
        lastUses[index] = step;
      }
    }
    return lastUses;
  }

  /** Closes what was prepared for foreign nodes. */
  @Override
  public void close() {
    lifetime.end();
    foreign.close();
  }
}
