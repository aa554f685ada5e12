package io.plumbline.benchmarks.cost;

import io.plumbline.benchmarks.accuracy.AccuracyTable;
import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Figures;
import io.plumbline.benchmarks.accuracy.Measurements;
import io.plumbline.benchmarks.accuracy.ProcessorTime;
import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.benchmarks.accuracy.Trial;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Measures stages of compilations in rounds, each beside its own baseline. The first round pays for
 * the compilation of Java as well; of the others the least of each figure counts.
 */
public final class CostTable {
  /** The file of figures, under the project's folder. */
  static final String FIGURES = "benchmarks/cost.json";

  static final String BASE = "read and run, s";
  static final String FAST = "fast, s";
  static final String BALANCED = "balanced, s";
  static final String COMPARE = "comparison, s";
  static final String WHOLE = "whole, s";

  private final Path home;
  private final Path shared;

  /** Which rounds a row is of. */
  enum Rounds {
    FIRST,
    LATER
  }

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  public CostTable(Path home, Path shared) {
    this.home = home;
    this.shared = shared;
  }

  static Trial.Key key(String model, Rounds rounds) {
    return new Trial.Key(model, "", rounds == Rounds.FIRST ? "first round" : "later rounds");
  }

  /**
   * Measures models anew, keeps and shows the figures.
   *
   * @param rounds at least 2
   * @param models parts of the names of model files
   */
  public void measure(int rounds, List<String> models) throws IOException {
    Measurements measurements = Measurements.open(home.resolve(FIGURES));
    for (String model : models) {
      measure(Subjects.of(model), rounds, measurements);
      Path page = home.resolve(AccuracyTable.PAGE);
      Files.writeString(page, CostPage.render(Files.readString(page), measurements.all()));
    }
  }

  private void measure(Subject subject, int rounds, Measurements measurements) throws IOException {
    CompileRequest request =
        new Bench(shared, ScratchFolder.create("plumbline-cost").path()).request(subject);
    SequencedMap<String, Double> least = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      SequencedMap<String, Double> seconds = round(request);
      System.out.printf("%s, round %d: %s%n", subject.name(), round + 1, seconds);
      if (round == 0) {
        measurements.put(key(subject.name(), Rounds.FIRST), Figures.of(seconds));
      } else {
        seconds.forEach((name, figure) -> least.merge(name, figure, Math::min));
      }
    }
    measurements.put(key(subject.name(), Rounds.LATER), Figures.of(least));
  }

  private static SequencedMap<String, Double> round(CompileRequest request) {
    SequencedMap<String, Double> seconds = new LinkedHashMap<>();
    seconds.put(BASE, baseline(request));
    seconds.put(FAST, compile(request.withEffort(Effort.FAST)).of("calibrate", "tune"));
    Stages balanced = compile(request);
    seconds.put(BALANCED, balanced.of("calibrate", "tune"));
    seconds.put(COMPARE, balanced.of("compare"));
    seconds.put(WHOLE, balanced.all());
    return seconds;
  }

  private static Stages compile(CompileRequest request) {
    Stages stages = new Stages();
    Pipeline.compile(request, stages);
    stages.end();
    return stages;
  }

  /** Reading, decoding and transforming the pictures, and running the float model on them. */
  private static double baseline(CompileRequest request) {
    Graph graph =
        Preparation.optimise(Preparation.parse(request.files(), request.ports()).graph()).graph();
    try (OrtEngine engine = OrtEngine.open(graph)) {
      SampleSource samples =
          request.calibration().open(engine.inputs(), engine.pictures(), _ -> {});
      double start = ProcessorTime.seconds();
      new StatisticsCollector(engine, List.of(), StatisticKind.RANGE, request.threads())
          .collect(samples, CollectionProgress.SILENT);
      return ProcessorTime.seconds() - start;
    }
  }
}
