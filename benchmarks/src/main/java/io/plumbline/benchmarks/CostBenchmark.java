package io.plumbline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * What each stage of a compilation costs, as multiples of reading and transforming the same
 * pictures and running the float model on them with as many threads, in the same process and in
 * turn. The first round pays for the compilation of Java as well; of the others the least counts.
 * Elapsed time stands beside the time of all processors, which other work on the machine disturbs
 * less.
 */
public final class CostBenchmark {
  private CostBenchmark() {}

  /** Seconds elapsed, and seconds of all processors together. */
  private record Cost(double elapsed, double busy) {
    static final Cost NONE = new Cost(0, 0);

    static Cost now() {
      long busy =
          ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getProcessCpuTime();
      return new Cost(System.nanoTime() / 1e9, busy / 1e9);
    }

    Cost since(Cost start) {
      return new Cost(elapsed - start.elapsed, busy - start.busy);
    }

    Cost plus(Cost other) {
      return new Cost(elapsed + other.elapsed, busy + other.busy);
    }

    Cost least(Cost other) {
      return new Cost(Math.min(elapsed, other.elapsed), Math.min(busy, other.busy));
    }
  }

  /** What the stages of one compilation cost. */
  private static final class Stages implements Progress {
    private final SequencedMap<String, Cost> costs = new LinkedHashMap<>();
    private String current = "";
    private Cost start = Cost.now();

    @Override
    public void stage(String name) {
      end();
      current = name;
    }

    @Override
    public void update(long done, long total) {}

    @Override
    public void message(String text) {}

    void end() {
      Cost now = Cost.now();
      costs.merge(current, now.since(start), Cost::plus);
      start = now;
    }

    Cost of(String... names) {
      return Arrays.stream(names)
          .map(name -> costs.getOrDefault(name, Cost.NONE))
          .reduce(Cost.NONE, Cost::plus);
    }

    Cost all() {
      return costs.values().stream().reduce(Cost.NONE, Cost::plus);
    }
  }

  /**
   * @param arguments the shared folder; number of rounds; parts of the names of model files
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    List<String> models =
        arguments.length > 2
            ? List.of(arguments).subList(2, arguments.length)
            : List.of("mobilenet_v2_imagenet_onnx", "mobilenet_v1_0.25_128", "resnet56.onnx");
    System.out.println(
        "| model, round | read and run, s | fast | balanced | annotate and lower | compare | whole,"
            + " balanced |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String model : models) {
      measure(shared, model, rounds);
    }
  }

  private static void measure(Path shared, String model, int rounds) throws IOException {
    CompileRequest request =
        new Bench(shared, ScratchFolder.create("plumbline-cost").path())
            .request(Subjects.of(model));
    Cost[] least = new Cost[6];
    for (int round = 0; round < rounds; round++) {
      Cost base = baseline(request);
      Stages fast = compile(request.withEffort(Effort.FAST));
      Stages balanced = compile(request);
      Cost[] costs = {
        base,
        fast.of("calibrate", "tune"),
        balanced.of("calibrate", "tune"),
        balanced.of("quantize"),
        balanced.of("compare"),
        balanced.all()
      };
      if (round == 0) {
        print(model + ", first", costs);
      } else {
        for (int i = 0; i < costs.length; i++) {
          least[i] = round == 1 ? costs[i] : least[i].least(costs[i]);
        }
      }
    }
    if (rounds > 1) {
      print(model + ", best of " + (rounds - 1), least);
    }
  }

  private static Stages compile(CompileRequest request) {
    var stages = new Stages();
    Pipeline.compile(request, stages);
    stages.end();
    return stages;
  }

  private static Cost baseline(CompileRequest request) {
    Graph graph =
        Preparation.optimise(Preparation.parse(request.files(), request.ports()).graph()).graph();
    try (OrtEngine engine = OrtEngine.open(graph)) {
      SampleSource samples =
          request.calibration().open(engine.inputs(), engine.pictures(), _ -> {});
      Cost start = Cost.now();
      new StatisticsCollector(engine, List.of(), StatisticKind.RANGE, request.threads())
          .collect(samples, CollectionProgress.SILENT);
      return Cost.now().since(start);
    }
  }

  private static void print(String name, Cost... costs) {
    row(name + ", elapsed", Arrays.stream(costs).mapToDouble(Cost::elapsed).toArray());
    row(name + ", processors", Arrays.stream(costs).mapToDouble(Cost::busy).toArray());
  }

  private static void row(String name, double... seconds) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %s |", name));
    row.append(String.format(Locale.ROOT, " %.2f |", seconds[0]));
    for (int i = 1; i < seconds.length; i++) {
      row.append(
          String.format(Locale.ROOT, " %.2f× (%.1f s) |", seconds[i] / seconds[0], seconds[i]));
    }
    System.out.println(row);
  }
}
