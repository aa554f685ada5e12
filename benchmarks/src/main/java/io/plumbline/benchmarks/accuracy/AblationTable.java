package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.ScratchFolder;
import io.plumbline.verify.score.ModelScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What each of five techniques wins alone and together, on pictures that calibration did not see.
 */
public final class AblationTable {
  /** The file of figures, under the project's folder. */
  static final String FIGURES = "benchmarks/ablation.json";

  /** How many pictures score a compilation. */
  private static final int PICTURES = 200;

  private final Path home;
  private final Path shared;
  private final int threads = Runtime.getRuntime().availableProcessors();

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  public AblationTable(Path home, Path shared) {
    this.home = home;
    this.shared = shared;
  }

  /** What tells the variations of a model apart. */
  static Trial.Key key(String model, Variation variation) {
    return new Trial.Key(model, "", variation.label());
  }

  /**
   * Measures what is missing, keeps and shows it.
   *
   * @param models parts of names; empty for all
   */
  public void measure(List<String> models) throws IOException {
    Measurements measurements = Measurements.open(home.resolve(FIGURES));
    Bench bench = new Bench(shared, ScratchFolder.create("plumbline-ablation").path());
    for (Subject subject : Subjects.all()) {
      if (subject.truth() instanceof Truth.Classes truth
          && Files.exists(subject.files(shared).model())
          && (models.isEmpty() || models.stream().anyMatch(subject.name()::contains))) {
        for (Variation variation : Variation.ALL) {
          Trial.Key key = key(subject.name(), variation);
          if (!measurements.has(key)) {
            Figures figures = measure(variation.of(bench.request(subject)), subject, truth);
            measurements.put(key, figures);
            System.out.printf("%s %s%n", key, figures);
          }
        }
      }
    }
    Path page = home.resolve(AccuracyTable.PAGE);
    Files.writeString(page, AblationPage.render(Files.readString(page), measurements.all()));
  }

  private Figures measure(CompileRequest request, Subject subject, Truth.Classes truth) {
    try {
      Pipeline.compile(request, Progress.SILENT);
      Path real =
          subject.prototxt().isPresent()
              ? request.file(Artifact.ORIGINAL_FLOAT)
              : subject.files(shared).model();
      Path pictures = shared.resolve(truth.pictures());
      ClassifierEvaluation evaluation =
          ClassifierEvaluation.of(
              new EvaluationRequest(
                  List.of(real, request.file(Artifact.QUANTIZED)),
                  pictures,
                  Optional.of(pictures.resolve(truth.labels())),
                  Optional.empty(),
                  new ModelPreprocess(subject.preprocess(), Optional.empty()),
                  PICTURES,
                  Optional.empty(),
                  threads),
              Progress.SILENT);
      ModelScore integer = evaluation.scores().getLast();
      SequencedMap<String, Double> figures = new LinkedHashMap<>();
      figures.put(Figures.SAMPLES, (double) evaluation.samples());
      figures.put(Figures.AGREEMENT, integer.agreement());
      figures.put(Figures.DECIBELS, integer.signalToNoise());
      return Figures.of(figures);
    } catch (PlumblineException e) {
      return Figures.failed(e.code() + ": " + e.getMessage());
    }
  }
}
