package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What 16 bits win and 4 bits lose, and where the noise of 8 bits comes from. */
public final class PrecisionTable extends ClassifierTable<Experiment> {
  /** The file of figures, under the project's folder. */
  static final String FIGURES = "benchmarks/precision.json";

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  public PrecisionTable(Path home, Path shared) {
    super(home, shared);
  }

  /** What tells the experiments with a model apart. */
  static Trial.Key key(String model, Experiment experiment) {
    return new Trial.Key(model, "", experiment.label());
  }

  @Override
  String figures() {
    return FIGURES;
  }

  @Override
  List<Experiment> forms() {
    return List.of(Experiment.values());
  }

  @Override
  Trial.Key keyOf(String model, Experiment experiment) {
    return key(model, experiment);
  }

  @Override
  boolean applies(Bench bench, Experiment experiment, Subject subject) throws IOException {
    return experiment.applies(bench.request(subject));
  }

  @Override
  SequencedMap<String, Double> measure(
      Bench bench, Experiment experiment, Subject subject, Truth.Classes truth) throws IOException {
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    double begin = ProcessorTime.seconds();
    Compilation compilation =
        Pipeline.compile(experiment.of(bench.request(subject)), Progress.SILENT);
    figures.put(Experiment.SECONDS, ProcessorTime.seconds() - begin);
    Experiment.put(compilation, figures);
    bench.scoreClasses(subject, truth, compilation, figures);
    return figures;
  }

  @Override
  String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    return PrecisionPage.render(page, measured);
  }
}
