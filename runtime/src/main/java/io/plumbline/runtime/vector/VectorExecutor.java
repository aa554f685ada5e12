package io.plumbline.runtime.vector;

import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.Lifetime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramEngine;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import io.plumbline.tensor.parallel.VectorModule;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Runs a program with vector instructions, with the results of {@link
 * io.plumbline.runtime.reference.ReferenceExecutor} bit for bit, whatever the vector width and the
 * number of threads. Memory is planned when the executor is made and kept between runs; callers
 * that run at the same time have memory of their own.
 */
public final class VectorExecutor implements ProgramEngine {
  private final Lifetime lifetime = new Lifetime();
  private final Program program;
  private final ProgramInterface ports;
  private final ForeignNodes foreign;
  private final List<Step> steps;
  private final MemoryPlan plan;
  private final ConstantMemory constants;
  private final Threads threads;
  private final List<Scratch> scratches;
  private final ConcurrentLinkedQueue<RunContext> idle = new ConcurrentLinkedQueue<>();

  /**
   * Prepares a program: packs weights and plans memory.
   *
   * @param foreignOps asked once for every {@link Instruction.Foreign} of the program, now
   * @param threads threads that work on one run, the caller included
   * @throws io.plumbline.tensor.EnvironmentException when this JVM has no Vector API
   */
  public VectorExecutor(Program program, ForeignOps foreignOps, int threads) {
    VectorModule.require();
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
    this.program = program;
    this.ports = new ProgramInterface(program);
    this.plan = new MemoryPlan(program);
    this.constants = new ConstantMemory(program);
    this.foreign = new ForeignNodes(program, foreignOps);
    this.steps = prepared(program, foreign);
    this.threads = new Threads(threads, "plumbline-" + program.name());
    this.scratches = Stream.generate(Scratch::new).limit(threads - 1L).toList();
  }

  /** The steps; when one cannot be prepared, the foreign nodes are closed. */
  private static List<Step> prepared(Program program, ForeignNodes foreign) {
    Steps preparation = new Steps(program, foreign);
    boolean whole = false;
    try {
      List<Step> steps = program.instructions().stream().map(preparation::prepare).toList();
      whole = true;
      return steps;
    } finally {
      if (!whole) {
        foreign.close();
      }
    }
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public ProgramInterface ports() {
    return ports;
  }

  @Override
  public void stream(
      Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader) {
    run(inputs, options, reader, new long[steps.size()]);
  }

  @Override
  public List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    long[] nanoseconds = new long[steps.size()];
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
    Map<Integer, Tensor> bound = ports.bind(inputs, options);
    RunContext context = acquire();
    bound.forEach(context::set);
    program.inputs().forEach(value -> handOut(value, wanted, context, reader));
    program.constants().keySet().forEach(value -> handOut(value, wanted, context, reader));
    for (int step = 0; step < steps.size(); step++) {
      long start = System.nanoTime();
      steps.get(step).run(context);
      nanoseconds[step] += System.nanoTime() - start;
      for (int value : program.instructions().get(step).outputs()) {
        handOut(value, wanted, context, reader);
      }
    }
    idle.add(context);
  }

  private RunContext acquire() {
    RunContext context = idle.poll();
    return context == null ? new RunContext(program, plan, constants, threads, scratches) : context;
  }

  private void handOut(
      int value,
      SequencedSet<Integer> wanted,
      RunContext context,
      BiConsumer<String, Tensor> reader) {
    if (wanted.contains(value)) {
      reader.accept(program.value(value).name(), ports.present(value, context.tensor(value)));
    }
  }

  /**
   * Ends the worker threads; runs under way finish alone. Closes what was prepared for foreign
   * nodes.
   */
  @Override
  public void close() {
    lifetime.end();
    foreign.close();
    threads.close();
  }
}
