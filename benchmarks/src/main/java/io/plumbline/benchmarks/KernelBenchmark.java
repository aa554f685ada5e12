package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.cost.ProgramCost;
import io.plumbline.codegen.cost.StepCost;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How near the kernels of emitted C come to what the processor can do: products of 8 bits in a
 * nanosecond, one thread, beside the most that a loop with all operands in registers reaches in the
 * same run, by the best instructions that the compiler may use. A step's time is the least of some
 * rounds' means, and holds the making of its results, too.
 */
public final class KernelBenchmark {
  private static final int ROUNDS = 20;

  /** Nanoseconds that one round of a model may take. */
  private static final double ROUND = 5e7;

  private KernelBenchmark() {}

  /**
   * Prints a table of kernels over all shared classifiers, and one of models.
   *
   * @param arguments the shared folder; a part of the names of the models wanted; options of the C
   *     compiler in place of {@code -march=native}
   */
  public static void main(String[] arguments) throws IOException {
    Classifiers classifiers = Classifiers.of(arguments);
    Peak peak = Peak.measure(classifiers.compiler());
    System.out.printf(
        Locale.ROOT,
        "%s, %s: at most %.1f products a nanosecond%n%n",
        classifiers.compiler().version(),
        peak.instructions(),
        peak.rate());
    Map<Kernel, Work> all = new EnumMap<>(Kernel.class);
    System.out.println("| model | million products | ms | a nanosecond | share of the peak |");
    System.out.println("|---|---|---|---|---|");
    for (Subject subject : classifiers.subjects()) {
      Map<Kernel, Work> kernels =
          measure(QuantizedModel.of(subject, classifiers.shared()), classifiers.compiler());
      kernels.forEach((kernel, work) -> all.merge(kernel, work, Work::plus));
      Work whole = kernels.values().stream().reduce(Work.NONE, Work::plus);
      System.out.println("| " + subject.name() + whole.row(peak) + " |");
    }
    double time = all.values().stream().mapToDouble(Work::nanoseconds).sum();
    System.out.println();
    System.out.println(
        "| kernel | million products | ms | a nanosecond | share of the peak | share of the time"
            + " |");
    System.out.println("|---|---|---|---|---|---|");
    all.forEach(
        (kernel, work) ->
            System.out.printf(
                Locale.ROOT,
                "| %s%s | %.1f %% |%n",
                kernel.title(),
                work.row(peak),
                100 * work.nanoseconds() / time));
  }

  /** The most that one thread of this processor can do. */
  private record Peak(String instructions, double rate) {
    static Peak measure(CCompiler compiler) throws IOException {
      Path folder = ScratchFolder.create("plumbline-peak").path();
      Path source = folder.resolve("peak.c");
      try (InputStream in =
          Objects.requireNonNull(KernelBenchmark.class.getResourceAsStream("peak.c"))) {
        Files.copy(in, source);
      }
      Path program = folder.resolve("peak");
      compiler.executable(List.of(source), program);
      Process process = new ProcessBuilder(program.toString()).start();
      String[] lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .split("\n", -1);
      return new Peak(lines[0], Double.parseDouble(lines[1]));
    }
  }

  /** What some steps do, and the time they take for it. */
  private record Work(long products, double nanoseconds) {
    static final Work NONE = new Work(0, 0);

    Work plus(Work other) {
      return new Work(products + other.products, nanoseconds + other.nanoseconds);
    }

    String row(Peak peak) {
      double rate = products / nanoseconds;
      String share =
          products == 0
              ? " | | "
              : String.format(Locale.ROOT, " | %.1f | %.0f %%", rate, 100 * rate / peak.rate());
      return String.format(Locale.ROOT, " | %.1f | %.3f", products / 1e6, nanoseconds / 1e6)
          + share;
    }
  }

  private static Map<Kernel, Work> measure(QuantizedModel model, CCompiler compiler)
      throws IOException {
    Program program = model.program();
    Path folder = ScratchFolder.create("plumbline-c").path();
    double[] least = new double[program.instructions().size()];
    Arrays.fill(least, Double.MAX_VALUE);
    try (TimedEngine engine =
        CompiledExecutor.open(
            program,
            Classifiers.NONE,
            compiler.compile(CEmitter.emit(program, "module"), folder))) {
      int frames = Math.max(1, (int) (ROUND / total(times(engine, model.input(1), 10))));
      for (int round = 0; round < ROUNDS; round++) {
        double[] times = times(engine, model.input(1), frames);
        Arrays.setAll(least, step -> Math.min(least[step], times[step]));
      }
    }
    return kernels(program, least);
  }

  private static double[] times(TimedEngine engine, Map<String, Tensor> input, int frames) {
    return engine.profile(input, RunOptions.DEFAULT, frames).stream()
        .mapToDouble(InstructionTime::nanoseconds)
        .toArray();
  }

  private static double total(double... times) {
    return Arrays.stream(times).sum();
  }

  private static Map<Kernel, Work> kernels(Program program, double[] times) {
    List<StepCost> costs = ProgramCost.of(program);
    Map<Kernel, Work> kernels = new EnumMap<>(Kernel.class);
    for (int step = 0; step < times.length; step++) {
      Work work = new Work(costs.get(step).products().orElse(0), times[step]);
      kernels.merge(Kernel.of(program.instructions().get(step)), work, Work::plus);
    }
    return kernels;
  }
}
