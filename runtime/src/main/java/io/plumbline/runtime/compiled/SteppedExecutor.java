package io.plumbline.runtime.compiled;

import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.Lifetime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramEngine;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * Runs a program by the steps of a compiled module, wherever its memory is, with the results of
 * {@link io.plumbline.runtime.reference.ReferenceExecutor} bit for bit. Foreign nodes run here,
 * between steps. Callers that run at the same time have memory of their own.
 */
public final class SteppedExecutor implements ProgramEngine {
  private final Lifetime lifetime = new Lifetime();
  private final String name;
  private final Program program;
  private final ProgramInterface ports;
  private final Allocation allocation;
  private final StepMemories memories;
  private final ForeignNodes foreign;
  private final ConcurrentLinkedQueue<StepMemory> idle = new ConcurrentLinkedQueue<>();

  /**
   * An engine that closes its memories when it is closed, or cannot be made.
   *
   * @param name for tables
   * @param program verified, that the module was made of
   * @param foreignOps asked once for every {@link Instruction.Foreign} of the program, now
   * @param allocation where values lie in the memories
   */
  public SteppedExecutor(
      String name,
      Program program,
      ForeignOps foreignOps,
      Allocation allocation,
      StepMemories memories) {
    this.name = name;
    this.program = program;
    this.ports = new ProgramInterface(program);
    this.allocation = allocation;
    this.memories = memories;
    this.foreign = prepared(foreignOps);
  }

  private ForeignNodes prepared(ForeignOps foreignOps) {
    boolean whole = false;
    try {
      ForeignNodes nodes = new ForeignNodes(program, foreignOps);
      whole = true;
      return nodes;
    } finally {
      if (!whole) {
        memories.close();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ProgramInterface ports() {
    return ports;
  }

  @Override
  public void stream(
      Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader) {
    lifetime.requireOpen(name);
    SequencedSet<Integer> wanted = ports.fetched(options);
    Map<Integer, Tensor> bound = ports.bind(inputs, options);
    StepMemory memory = memory();
    try {
      SteppedRun run =
          new SteppedRun(
              program,
              allocation,
              foreign,
              memory,
              wanted,
              (tensor, value) ->
                  reader.accept(program.value(value).name(), ports.present(value, tensor)));
      bound.forEach(run::write);
      run.all();
    } finally {
      release(memory);
    }
  }

  @Override
  public List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    lifetime.requireOpen(name);
    long[] nanoseconds = new long[program.instructions().size()];
    Map<Integer, Tensor> bound = ports.bind(inputs, options);
    StepMemory memory = memory();
    try {
      for (int frame = 0; frame < frames; frame++) {
        SteppedRun run =
            new SteppedRun(program, allocation, foreign, memory, Set.of(), (_, _) -> {});
        bound.forEach(run::write);
        run.timed(nanoseconds);
      }
    } finally {
      release(memory);
    }
    return program.times(nanoseconds, frames);
  }

  /** Memory of no other run, until it is idle again. */
  private StepMemory memory() {
    StepMemory memory = idle.poll();
    return memory == null ? memories.open() : memory;
  }

  private void release(StepMemory memory) {
    if (memory.isSound()) {
      idle.add(memory);
    }
  }

  /** Gives all memory back; no run may be under way. */
  @Override
  public void close() {
    lifetime.end();
    foreign.close();
    memories.close();
  }
}
