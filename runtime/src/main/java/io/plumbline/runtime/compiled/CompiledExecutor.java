package io.plumbline.runtime.compiled;

import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.runtime.reference.ReferenceKernels;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs a program by a compiled module, with the results of {@link
 * io.plumbline.runtime.reference.ReferenceExecutor} bit for bit. Foreign nodes run between steps.
 * Callers that run at the same time have memory of their own.
 */
public final class CompiledExecutor implements TimedEngine {
  /** What it calls itself, for tables and options. */
  public static final String NAME = "native";

  private final Program program;
  private final ProgramInterface ports;
  private final ForeignNodes foreign;
  private final Allocation allocation;
  private final Arena lifetime = Arena.ofShared();
  private final ModuleCall module;
  private final ConcurrentLinkedQueue<MemorySegment> idle = new ConcurrentLinkedQueue<>();

  /**
   * Loads a module.
   *
   * @param program that the module was made of
   * @param foreignOps asked once for every {@link Instruction.Foreign} of the program, now
   * @throws io.plumbline.tensor.EnvironmentException when the library cannot be loaded
   */
  public CompiledExecutor(Program program, ForeignOps foreignOps, CompiledModule module) {
    ProgramVerifier.verify(program);
    this.program = program;
    this.ports = new ProgramInterface(program);
    this.allocation = module.allocation();
    this.foreign = new ForeignNodes(program, foreignOps);
    this.module = loaded(module);
  }

  /** The library; when it cannot be loaded, the foreign nodes are closed. */
  private ModuleCall loaded(CompiledModule compiled) {
    boolean whole = false;
    try {
      ModuleCall call = new ModuleCall(compiled, lifetime);
      whole = true;
      return call;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Port> inputs() {
    return ports.inputs();
  }

  @Override
  public List<Port> outputs() {
    return ports.outputs();
  }

  @Override
  public SequencedMap<String, PictureInput> pictures() {
    return program.pictures();
  }

  @Override
  public List<String> tensors() {
    return ports.tensors();
  }

  @Override
  public SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
    SequencedSet<Integer> wanted = ports.fetched(options);
    Map<Integer, Tensor> bound = ports.bind(inputs, options);
    MemorySegment memory = memory();
    try {
      Run run = new Run(memory, wanted);
      bound.forEach(run::write);
      run.all();
      SequencedMap<String, Tensor> results = new LinkedHashMap<>();
      for (int value : wanted) {
        results.put(program.value(value).name(), ports.present(value, run.kept(value)));
      }
      return results;
    } finally {
      idle.add(memory);
    }
  }

  @Override
  public List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    long[] nanoseconds = new long[program.instructions().size()];
    Map<Integer, Tensor> bound = ports.bind(inputs, options);
    MemorySegment memory = memory();
    try {
      for (int frame = 0; frame < frames; frame++) {
        Run run = new Run(memory, new LinkedHashSet<>());
        bound.forEach(run::write);
        run.timed(nanoseconds);
      }
    } finally {
      idle.add(memory);
    }
    return program.times(nanoseconds, frames);
  }

  /** Memory of no other run, until it is idle again. */
  private MemorySegment memory() {
    MemorySegment memory = idle.poll();
    return memory == null ? lifetime.allocate(allocation.bytes(), Allocation.ALIGNMENT) : memory;
  }

  /** One run in memory of its own. */
  private final class Run {
    private final MemorySegment memory;
    private final SequencedSet<Integer> wanted;
    private final Map<Integer, Tensor> kept = new HashMap<>();

    /** Results of foreign nodes of which the data decide how many elements there are. */
    private final Map<Integer, Tensor> open = new HashMap<>();

    Run(MemorySegment memory, SequencedSet<Integer> wanted) {
      this.memory = memory;
      this.wanted = wanted;
    }

    void write(int value, Tensor tensor) {
      if (foreign.extents().contains(value)) {
        open.put(value, tensor);
      } else {
        MemorySegment.copy(
            tensor.data(), 0, memory, allocation.place(value), allocation.bytes(value));
      }
      keep(value);
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
          instruction.outputs().forEach(this::keep);
          first = step + 1;
        }
      }
      call(first, steps);
    }

    /** One step after the other. */
    void timed(long[] nanoseconds) {
      for (int step = 0; step < nanoseconds.length; step++) {
        long start = System.nanoTime();
        if (program.instructions().get(step) instanceof Instruction.Foreign node) {
          results(node);
        } else {
          call(step, step + 1);
        }
        nanoseconds[step] += System.nanoTime() - start;
      }
    }

    private void call(int from, int to) {
      int stopped = from == to ? -1 : module.run(memory, from, to);
      if (stopped >= 0) {
        Instruction instruction = program.instructions().get(stopped);
        ReferenceKernels.execute(instruction, program, operands(instruction));
        throw new IllegalStateException(instruction.node() + " stopped without a reason");
      }
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

    private void keep(int value) {
      if (wanted.contains(value)) {
        kept.put(value, copy(value));
      }
    }

    Tensor kept(int value) {
      Tensor tensor = kept.get(value);
      return tensor == null ? copy(value) : tensor;
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
      MemorySegment.copy(
          memory, allocation.place(index), tensor.data(), 0, allocation.bytes(index));
      return tensor;
    }
  }

  /** Unloads the library; no run may be under way. */
  @Override
  public void close() {
    foreign.close();
    lifetime.close();
  }
}
