package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What 16 bits win and 4 bits lose, and where the noise of 8 bits comes from. */
public final class PrecisionTable {
  /** The file of figures, under the project's folder. */
  static final String FIGURES = "benchmarks/precision.json";

  private final Path home;
  private final Path shared;

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  public PrecisionTable(Path home, Path shared) {
    this.home = home;
    this.shared = shared;
  }

  /** What tells the experiments with a model apart. */
  static Trial.Key key(String model, Experiment experiment) {
    return new Trial.Key(model, "", experiment.label());
  }

  /**
   * Measures what is missing, keeps and shows it.
   *
   * @param models parts of names; empty for all
   */
  public void measure(List<String> models) throws IOException {
    Measurements measurements = Measurements.open(home.resolve(FIGURES));
    Bench bench = new Bench(shared, ScratchFolder.create("plumbline-precision").path());
    for (Subject subject : Subjects.all()) {
      if (subject.truth() instanceof Truth.Classes truth
          && Files.exists(subject.files(shared).model())
          && (models.isEmpty() || models.stream().anyMatch(subject.name()::contains))) {
        for (Experiment experiment : Experiment.values()) {
          Trial.Key key = key(subject.name(), experiment);
          if (!measurements.has(key)) {
            Figures figures = measure(bench, experiment, subject, truth);
            measurements.put(key, figures);
            System.out.printf("%s %s%n", key, figures);
            render(measurements);
          }
        }
      }
    }
    render(measurements);
  }

  private void render(Measurements measurements) throws IOException {
    Path page = home.resolve(AccuracyTable.PAGE);
    Files.writeString(page, PrecisionPage.render(Files.readString(page), measurements.all()));
  }

  private static Figures measure(
      Bench bench, Experiment experiment, Subject subject, Truth.Classes truth) throws IOException {
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    try {
      double begin = ProcessorTime.seconds();
      Compilation compilation =
          Pipeline.compile(experiment.of(bench.request(subject)), Progress.SILENT);
      figures.put(Experiment.SECONDS, ProcessorTime.seconds() - begin);
      Experiment.put(compilation, figures);
      bench.scoreClasses(subject, truth, compilation, figures);
      return Figures.of(figures);
    } catch (PlumblineException e) {
      return Figures.failed(e.code() + ": " + e.getMessage());
    }
  }
}
