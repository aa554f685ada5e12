package io.plumbline.benchmarks;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.runtime.vector.InstructionTime;
import io.plumbline.runtime.vector.VectorExecutor;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Latency of the executors on a program with the layers of MobileNetV2. The executors' outputs are
 * compared before anything is timed.
 */
public final class ExecutorBenchmark {
  private ExecutorBenchmark() {}

  /** Prints median and best milliseconds of every executor and the ratios. */
  public static void main(String[] arguments) {
    Program program = SyntheticMobileNet.program();
    Map<String, Tensor> input = Map.of("input", picture());
    try (Engine reference = engine(program, 0);
        Engine vector = engine(program, 1);
        Engine twoThreads = engine(program, 2)) {
      requireSame(reference, vector, input);
      requireSame(reference, twoThreads, input);
      double fast = measure("vector, 1 thread", vector, input, 300, 200);
      if (arguments.length > 0) {
        printProfile((VectorExecutor) vector, input);
      }
      measure("vector, 2 threads", twoThreads, input, 100, 200);
      double slow = measure("reference", reference, input, 2, 5);
      System.out.printf("reference / vector: %.1f%n", slow / fast);
    }
  }

  private static void printProfile(VectorExecutor vector, Map<String, Tensor> input) {
    List<List<InstructionTime>> frames = new ArrayList<>();
    for (int frame = 0; frame < 101; frame++) {
      frames.add(vector.profile(input, 1));
    }
    for (int step = 0; step < frames.getFirst().size(); step++) {
      int index = step;
      double[] times =
          frames.stream().mapToDouble(frame -> frame.get(index).nanoseconds()).sorted().toArray();
      InstructionTime time = frames.getFirst().get(step);
      System.out.printf(
          "%-14s %-14s median %8.1f us, best %8.1f us%n",
          time.node(), time.kind(), times[times.length / 2] / 1e3, times[0] / 1e3);
    }
  }

  private static Engine engine(Program program, int threads) {
    return threads == 0
        ? new ReferenceExecutor(program, ExecutorBenchmark::noForeign)
        : new VectorExecutor(program, ExecutorBenchmark::noForeign, threads);
  }

  private static ForeignOps.Prepared noForeign(Instruction.Foreign instruction, Program program) {
    throw new IllegalStateException(instruction.node());
  }

  private static Tensor picture() {
    Random random = new Random(1);
    float[] pixels = new float[3 * 224 * 224];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(1, 3, 224, 224), pixels);
  }

  private static void requireSame(Engine expected, Engine actual, Map<String, Tensor> input) {
    expected
        .run(input)
        .forEach(
            (name, tensor) -> {
              if (!tensor.sameAs(actual.run(input).get(name))) {
                throw new IllegalStateException(actual.name() + " differs in " + name);
              }
            });
  }

  /** The median of the calling thread's processor time, which other processes do not lengthen. */
  private static double measure(
      String name, Engine engine, Map<String, Tensor> input, int warmUp, int runs) {
    for (int i = 0; i < warmUp; i++) {
      engine.run(input);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] elapsed = new double[runs];
    double[] busy = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      long busyStart = threads.getCurrentThreadCpuTime();
      engine.run(input);
      busy[i] = (threads.getCurrentThreadCpuTime() - busyStart) / 1e6;
      elapsed[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(elapsed);
    Arrays.sort(busy);
    System.out.printf(
        "%-20s median %8.2f ms, best %8.2f ms, processor time of the caller %8.2f ms%n",
        name, elapsed[runs / 2], elapsed[0], busy[runs / 2]);
    return busy[runs / 2];
  }
}
