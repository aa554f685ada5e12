package io.plumbline.runtime.vector;

import io.plumbline.runtime.InstructionTime;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program with vector instructions, with the results of {@link
 * io.plumbline.runtime.reference.ReferenceExecutor} bit for bit, whatever the vector width and the
 * number of threads. Memory is planned when the executor is made and kept between runs; callers
 * that run at the same time have memory of their own.
 */
public final class VectorExecutor implements ProgramEngine {
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
  public SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
    return run(inputs, options, new long[steps.size()]);
  }

  @Override
  public List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    long[] nanoseconds = new long[steps.size()];
    for (int frame = 0; frame < frames; frame++) {
      run(inputs, options, nanoseconds);
    }
    return program.times(nanoseconds, frames);
  }

  /**
   * @param nanoseconds to which the time of every instruction is added
   */
  private SequencedMap<String, Tensor> run(
      Map<String, Tensor> inputs, RunOptions options, long[] nanoseconds) {
    SequencedSet<Integer> wanted = ports.fetched(options);
    Map<Integer, Tensor> bound = ports.bind(inputs, options);
    RunContext context = acquire();
    Map<Integer, Tensor> kept = new HashMap<>();
    bound.forEach(context::set);
    program.inputs().forEach(value -> keep(value, wanted, context, kept));
    program.constants().keySet().forEach(value -> keep(value, wanted, context, kept));
    for (int step = 0; step < steps.size(); step++) {
      long start = System.nanoTime();
      steps.get(step).run(context);
      nanoseconds[step] += System.nanoTime() - start;
      for (int value : program.instructions().get(step).outputs()) {
        keep(value, wanted, context, kept);
      }
    }
    idle.add(context);
    return handOut(wanted, kept);
  }

  private RunContext acquire() {
    RunContext context = idle.poll();
    return context == null ? new RunContext(program, plan, constants, threads, scratches) : context;
  }

  private static void keep(
      int value, SequencedSet<Integer> wanted, RunContext context, Map<Integer, Tensor> kept) {
    if (wanted.contains(value)) {
      kept.put(value, ForeignStep.copy(context.tensor(value)));
    }
  }

  private SequencedMap<String, Tensor> handOut(
      SequencedSet<Integer> wanted, Map<Integer, Tensor> kept) {
    SequencedMap<String, Tensor> results = new LinkedHashMap<>();
    for (int value : wanted) {
      @Nullable Tensor tensor = kept.get(value);
      if (tensor == null) {
        throw new IllegalStateException(program.value(value).name() + " is never written");
      }
      results.put(program.value(value).name(), ports.present(value, tensor));
    }
    return results;
  }

  /**
   * Ends the worker threads; runs under way finish alone. Closes what was prepared for foreign
   * nodes.
   */
  @Override
  public void close() {
    foreign.close();
    threads.close();
  }
}
