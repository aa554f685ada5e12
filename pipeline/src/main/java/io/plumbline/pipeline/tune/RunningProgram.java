package io.plumbline.pipeline.tune;

import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramSlice;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A program that stands at one of its instructions on several samples at once. It holds the values
 * of each sample that are still to be read, and its instructions may be changed as long as they
 * have not run. What it holds is gone as soon as it is read no more, at the latest when it is
 * closed.
 */
final class RunningProgram implements AutoCloseable {
  private final Program program;
  private final List<Instruction> instructions;
  private final List<Map<Integer, Tensor>> samples = new ArrayList<>();
  private final Map<Integer, ValueMemory> memory = new HashMap<>();
  private final int[] lastReads;
  private final int threads;
  private int position;

  /**
   * @param inputs of the program by value index, for each sample
   * @param results values that are kept to the end, besides the outputs
   * @param threads how many samples are worked on at a time
   */
  RunningProgram(
      Program program,
      List<Map<Integer, Tensor>> inputs,
      Collection<Integer> results,
      int threads) {
    this.program = program;
    this.instructions = new ArrayList<>(program.instructions());
    this.lastReads = lastReads(program);
    results.forEach(value -> lastReads[value] = program.instructions().size());
    this.threads = threads;
    inputs.forEach(sample -> samples.add(new HashMap<>(sample)));
  }

  /**
   * The position of the instruction that reads a value last, by value; −1 for none, the end for an
   * output.
   */
  private static int[] lastReads(Program program) {
    int[] last = new int[program.values().size()];
    Arrays.fill(last, -1);
    for (int at = 0; at < program.instructions().size(); at++) {
      for (int value : program.instructions().get(at).inputs()) {
        last[value] = at;
      }
    }
    program.outputs().forEach(value -> last[value] = program.instructions().size());
    return last;
  }

  /** The bytes that one sample takes where most of its values are held at once. */
  static long mostBytes(Program program) {
    int[] lastReads = lastReads(program);
    Set<Integer> alive = new HashSet<>(program.inputs());
    long now = alive.stream().mapToLong(value -> bytes(value, program)).sum();
    long most = now;
    for (int at = 0; at < program.instructions().size(); at++) {
      Instruction instruction = program.instructions().get(at);
      for (int value : instruction.outputs()) {
        now += alive.add(value) ? bytes(value, program) : 0;
      }
      most = Math.max(most, now);
      for (int value : instruction.inputs()) {
        now -= lastReads[value] == at && alive.remove(value) ? bytes(value, program) : 0;
      }
    }
    return most;
  }

  static long bytes(int index, Program program) {
    ProgramValue value = program.value(index);
    return value.shape().elements() * value.dtype().bytes();
  }

  /** The program before any change. */
  Program whole() {
    return program;
  }

  /** The sum at a position. */
  BiasedSum sum(int at) {
    return (BiasedSum) instructions.get(at);
  }

  /** What a sample holds of a value that is still to be read. */
  Tensor value(int sample, int index) {
    return Objects.requireNonNull(samples.get(sample).get(index));
  }

  /** Whether a value holds real numbers, or integers that stand for some by one scale. */
  static boolean isNumber(ProgramValue value) {
    return value.dtype() == DType.FLOAT32
        || value.params().filter(QuantParams::isPerTensor).isPresent();
  }

  /** The real numbers that a sample holds of a value. */
  Tensor real(int sample, int index) {
    Tensor held = value(sample, index);
    if (held.dtype() == DType.FLOAT32) {
      return held;
    }
    QuantParams params = program.value(index).quant();
    float[] numbers = new float[Math.toIntExact(held.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          QuantizedArithmetic.dequantize((int) held.getLong(i), params.scale(), params.zeroPoint());
    }
    return Tensor.of(held.shape(), numbers);
  }

  /**
   * Changes a sum that has not run.
   *
   * @param steps int64 [channels]
   * @throws ArithmeticException when the type of the bias does not hold the sum
   */
  void addToBias(int at, Tensor steps) {
    Tensor bias = sum(at).bias();
    long[] sums = bias.toLongs();
    for (int channel = 0; channel < sums.length; channel++) {
      sums[channel] = Math.addExact(sums[channel], steps.getLong(channel));
    }
    instructions.set(at, sum(at).withBias(sum(at).accumulator().tensor(sums)));
  }

  /**
   * Changes the weights of a sum that has not run.
   *
   * @param weights of the same shape
   */
  void setWeights(int at, Tensor weights) {
    instructions.set(at, sum(at).withWeights(weights));
  }

  /** Runs all samples to the end, where the outputs are left. */
  RunningProgram finish() {
    advance(instructions.size());
    return this;
  }

  /** Runs all samples up to an instruction, which does not run yet. */
  void advance(int to) {
    List<Instruction> part = instructions.subList(position, to);
    List<Integer> written =
        part.stream()
            .flatMap(instruction -> instruction.outputs().stream())
            .filter(value -> lastReads[value] >= to)
            .toList();
    if (!written.isEmpty()) {
      run(ProgramSlice.of(program, part, written));
    }
    samples.forEach(sample -> sample.keySet().removeIf(value -> lastReads[value] < to));
    List<Integer> read = memory.keySet().stream().filter(value -> lastReads[value] < to).toList();
    read.forEach(value -> Objects.requireNonNull(memory.remove(value)).close());
    position = to;
  }

  /** Gives all memory back: no tensor that a sample held may be read any more. */
  @Override
  public void close() {
    memory.values().forEach(ValueMemory::close);
    memory.clear();
    samples.clear();
  }

  private void run(ProgramSlice slice) {
    slice
        .writes()
        .keySet()
        .forEach(
            value -> memory.put(value, new ValueMemory(bytes(value, program), samples.size())));
    try (Engine engine =
        Executors.open(slice.program(), new OrtForeignOps(), ExecutorOptions.fastest(1))) {
      Threads.each(
          threads, "plumbline-tune", samples.size(), (sample, _) -> run(slice, engine, sample));
    }
  }

  private void run(ProgramSlice slice, Engine engine, int index) {
    Map<Integer, Tensor> sample = samples.get(index);
    Map<String, Tensor> fed = new LinkedHashMap<>();
    slice
        .reads()
        .forEach((value, name) -> fed.put(name, Objects.requireNonNull(sample.get(value), name)));
    Map<String, Integer> written = new HashMap<>();
    slice.writes().forEach((value, name) -> written.put(name, value));
    engine.stream(
        fed,
        RunOptions.DEFAULT,
        (name, tensor) -> {
          Integer value = Objects.requireNonNull(written.get(name), name);
          sample.put(value, Objects.requireNonNull(memory.get(value)).hold(index, tensor));
        });
  }
}
