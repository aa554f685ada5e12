package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.verify.score.ModelScore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What each of five techniques wins alone and together, on pictures that calibration did not see.
 */
public final class AblationTable extends ClassifierTable<Variation> {
  /** The file of figures, under the project's folder. */
  static final String FIGURES = "benchmarks/ablation.json";

  /** How many pictures score a compilation. */
  private static final int PICTURES = 200;

  private final int threads = Runtime.getRuntime().availableProcessors();

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  public AblationTable(Path home, Path shared) {
    super(home, shared);
  }

  /** What tells the variations of a model apart. */
  static Trial.Key key(String model, Variation variation) {
    return new Trial.Key(model, "", variation.label());
  }

  @Override
  String figures() {
    return FIGURES;
  }

  @Override
  List<Variation> forms() {
    return Variation.ALL;
  }

  @Override
  Trial.Key keyOf(String model, Variation variation) {
    return key(model, variation);
  }

  @Override
  SequencedMap<String, Double> measure(
      Bench bench, Variation variation, Subject subject, Truth.Classes truth) throws IOException {
    CompileRequest request = variation.of(bench.request(subject));
    Pipeline.compile(request, Progress.SILENT);
    Path real =
        subject.prototxt().isPresent()
            ? request.file(Artifact.ORIGINAL_FLOAT)
            : subject.files(shared()).model();
    Path pictures = shared().resolve(truth.pictures());
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
    return figures;
  }

  @Override
  String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    return AblationPage.render(page, measured);
  }
}
