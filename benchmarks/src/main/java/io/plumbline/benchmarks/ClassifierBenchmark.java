package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Latency of emitted C beside ONNX Runtime on every shared classifier: one thread, one picture, the
 * processor time of the calling thread. Engines take turns, and of each the round with the least
 * median counts, so that other work on the machine weighs on all of them alike. The outputs of the
 * C code are compared with those of the reference executor before anything is timed.
 */
public final class ClassifierBenchmark {
  private static final OrtOptions STOCK = new OrtOptions(1, OrtOptions.Optimisation.ALL);
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 10;

  /** What one round of an engine may take, in milliseconds. */
  private static final double ROUND = 60;

  private static final int LEAST_RUNS = 5;
  private static final int MOST_RUNS = 201;

  private ClassifierBenchmark() {}

  /**
   * Prints a row for each model, and the geometric means of the ratios.
   *
   * @param arguments the shared folder; a part of the names of the models wanted; options of the C
   *     compiler in place of {@code -march=native}
   */
  public static void main(String[] arguments) throws IOException {
    Classifiers classifiers = Classifiers.of(arguments);
    System.out.println(
        "| model | C, ms | ONNX Runtime int8, ms | float32, ms | C / int8 | C / float32 | arena,"
            + " bytes |");
    System.out.println("|---|---|---|---|---|---|---|");
    List<Row> rows = new ArrayList<>();
    for (Subject subject : classifiers.subjects()) {
      rows.add(measure(subject, classifiers));
      System.out.println(rows.getLast());
    }
    System.out.printf(
        Locale.ROOT,
        "| geometric mean | | | | %.2f | %.2f | |%n",
        mean(rows.stream().mapToDouble(Row::toIntegers).toArray()),
        mean(rows.stream().mapToDouble(Row::toReals).toArray()));
  }

  /** Milliseconds of a model in C and in ONNX Runtime, there in the better of two forms. */
  private record Row(String model, double ours, double integers, double reals, long arena) {
    double toIntegers() {
      return ours / integers;
    }

    double toReals() {
      return ours / reals;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "| %s | %.3f | %.3f | %.3f | %.2f | %.2f | %d |",
          model,
          ours,
          integers,
          reals,
          toIntegers(),
          toReals(),
          arena);
    }
  }

  private static double mean(double... ratios) {
    double logarithms = 0;
    for (double ratio : ratios) {
      logarithms += StrictMath.log(ratio);
    }
    return StrictMath.exp(logarithms / ratios.length);
  }

  private static Row measure(Subject subject, Classifiers classifiers) throws IOException {
    QuantizedModel model = QuantizedModel.of(subject, classifiers.shared());
    Map<String, Tensor> input = model.input(1);
    CSource source = CEmitter.emit(model.program(), "module");
    Path folder = ScratchFolder.create("plumbline-c").path();
    try (Engine compiled =
            CompiledExecutor.open(
                model.program(), Classifiers.NONE, classifiers.compiler().compile(source, folder));
        Engine signed = OrtEngine.open(model.signed(), STOCK);
        Engine unsigned = OrtEngine.open(model.unsigned(), STOCK);
        Engine real = OrtEngine.open(model.optimised(), STOCK)) {
      requireExact(model, compiled, input);
      double[] times = inTurn(List.of(compiled, signed, unsigned, real), input);
      return new Row(
          subject.name(),
          times[0],
          Math.min(times[1], times[2]),
          times[3],
          source.allocation().bytes());
    }
  }

  private static void requireExact(
      QuantizedModel model, Engine compiled, Map<String, Tensor> input) {
    try (Engine reference = new ReferenceExecutor(model.program(), Classifiers.NONE)) {
      Map<String, Tensor> results = compiled.run(input);
      reference
          .run(input)
          .forEach(
              (name, tensor) -> {
                if (!tensor.sameAs(results.getOrDefault(name, Tensor.scalar(0f)))) {
                  throw new IllegalStateException("C code differs in " + name);
                }
              });
    }
  }

  /** The least median of each engine over all rounds. */
  private static double[] inTurn(List<Engine> engines, Map<String, Tensor> input) {
    int[] runs = new int[engines.size()];
    double[] best = new double[engines.size()];
    for (int i = 0; i < runs.length; i++) {
      median(engines.get(i), input, WARM_UP);
      best[i] = median(engines.get(i), input, WARM_UP);
      runs[i] = Math.clamp((long) (ROUND / best[i]), LEAST_RUNS, MOST_RUNS);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < runs.length; i++) {
        best[i] = Math.min(best[i], median(engines.get(i), input, runs[i]));
      }
    }
    return best;
  }

  private static double median(Engine engine, Map<String, Tensor> input, int runs) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] busy = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = threads.getCurrentThreadCpuTime();
      engine.run(input);
      busy[i] = (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }
    Arrays.sort(busy);
    return busy[runs / 2];
  }
}
