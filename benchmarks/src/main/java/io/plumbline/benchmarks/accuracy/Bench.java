package io.plumbline.benchmarks.accuracy;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.metric.DetectionRule;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.DetectionEvaluation;
import io.plumbline.pipeline.evaluation.DetectionTask;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.model.Selectors;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.FloatWork;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.verify.score.ModelScore;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Compiles trials, and scores what comes of them on pictures that calibration did not see. */
public final class Bench {
  private final Path shared;
  private final Path folder;
  private final int threads = Runtime.getRuntime().availableProcessors();

  /**
   * @param shared folder of shared models and pictures
   * @param folder for artefacts
   */
  public Bench(Path shared, Path folder) {
    this.shared = shared;
    this.folder = folder;
  }

  /** The figures of a trial; an error is one of them. */
  Figures measure(Trial trial) throws IOException {
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    try {
      Compilation compilation =
          Pipeline.compile(
              request(trial.subject()).withEffort(trial.effort()).withTarget(trial.target()),
              Progress.SILENT);
      compiled(compilation, figures);
      switch (trial.subject().truth()) {
        case Truth.None _ -> {}
        case Truth.Classes classes -> scoreClasses(trial.subject(), classes, compilation, figures);
        case Truth.Boxes boxes -> scoreBoxes(trial, boxes, compilation, figures);
      }
      return Figures.of(figures);
    } catch (PlumblineException e) {
      return Figures.failed(e.code() + ": " + e.getMessage());
    }
  }

  /** The compilation of a subject with its own pictures and default settings. */
  public CompileRequest request(Subject subject) throws IOException {
    return CompileRequest.of(subject.files(shared), calibration(subject))
        .withPorts(ModelInterface.OWN.withShapes(subject.shapes()))
        .into(folder, prefix(subject));
  }

  private static String prefix(Subject subject) {
    return subject.name().replaceAll("[^A-Za-z0-9]+", "_");
  }

  private CalibrationData calibration(Subject subject) throws IOException {
    if (subject.pictures().isEmpty()) {
      return new RandomData();
    }
    Path pictures = shared.resolve(subject.pictures().get());
    if (subject.truth() instanceof Truth.Boxes boxes) {
      pictures =
          new BoxPictures(shared, boxes)
              .unscored(pictures, folder.resolve(prefix(subject) + "_calibration"));
    }
    return new FolderData(List.of(pictures), subject.preprocess());
  }

  private static void compiled(Compilation compilation, SequencedMap<String, Double> figures) {
    figures.put(Figures.WORK, (double) MultiplyAccumulates.of(compilation.optimised()));
    figures.put(
        Figures.FLOAT_SHARE,
        FloatWork.of(compilation.optimised(), compilation.plan().nodes()).share().orElse(0.0));
    double cosine = 1;
    double decibels = Double.POSITIVE_INFINITY;
    for (String output : measured(compilation)) {
      TensorSimilarity similarity = compilation.similarities().get(output);
      if (similarity != null) {
        cosine = Math.min(cosine, similarity.quantizedCosine());
        decibels = Math.min(decibels, similarity.signalToNoise());
      }
    }
    figures.put(Figures.COSINE, cosine);
    figures.put(Figures.DECIBELS, decibels);
  }

  /**
   * The outputs; in place of rows that non-maximum suppression picks, the boxes and scores that it
   * picks them by, for rows in another order are no errors.
   */
  private static Set<String> measured(Compilation compilation) {
    Set<String> measured = new LinkedHashSet<>();
    for (String output : compilation.optimised().outputs()) {
      Selectors selectors = Selectors.of(compilation.optimised(), output);
      if (selectors.nodes().isEmpty()) {
        measured.add(output);
      } else {
        measured.addAll(selectors.chosenBy(compilation.similarities()::containsKey));
      }
    }
    return measured;
  }

  private List<Path> models(Subject subject, Compilation compilation) {
    Path real =
        subject.prototxt().isPresent()
            ? compilation.request().file(Artifact.ORIGINAL_FLOAT)
            : subject.files(shared).model();
    return List.of(real, compilation.request().file(Artifact.QUANTIZED));
  }

  /** The figures of a classifier on the pictures of its truth. */
  void scoreClasses(
      Subject subject,
      Truth.Classes truth,
      Compilation compilation,
      SequencedMap<String, Double> figures) {
    Path pictures = shared.resolve(truth.pictures());
    ClassifierEvaluation evaluation =
        ClassifierEvaluation.of(
            EvaluationRequest.of(
                models(subject, compilation),
                pictures,
                pictures.resolve(truth.labels()),
                subject.preprocess().orElseThrow(),
                threads),
            Progress.SILENT);
    ModelScore integer = evaluation.scores().getLast();
    figures.put(Figures.SAMPLES, (double) evaluation.samples());
    figures.put(Figures.FLOAT_TOP1, evaluation.scores().getFirst().top1());
    figures.put(Figures.TOP1, integer.top1());
    figures.put(Figures.DROP, integer.drop());
    figures.put(Figures.DROP_LOW, integer.dropInterval().low());
    figures.put(Figures.DROP_HIGH, integer.dropInterval().high());
    figures.put(Figures.AGREEMENT, integer.agreement());
    figures.put(Figures.COSINE, integer.cosine());
    figures.put(Figures.DECIBELS, integer.signalToNoise());
  }

  private void scoreBoxes(
      Trial trial, Truth.Boxes truth, Compilation compilation, SequencedMap<String, Double> figures)
      throws IOException {
    BoxPictures pictures = new BoxPictures(shared, truth);
    DetectionEvaluation labelled =
        evaluate(trial, pictures.folder(), pictures.table(folder), pictures, compilation);
    figures.put(Figures.SAMPLES, (double) labelled.samples());
    figures.put(Figures.FLOAT_PRECISION, labelled.precisions().getFirst().mean());
    figures.put(Figures.PRECISION, labelled.precisions().getLast().mean());
    DetectionEvaluation others =
        evaluate(
            trial,
            shared.resolve(BoxPictures.IMAGES),
            pictures.unlabelled(folder),
            pictures,
            compilation);
    figures.put(Figures.OTHERS, (double) others.samples());
    figures.put(Figures.FOUND_ALIKE, others.agreements().getLast());
  }

  private DetectionEvaluation evaluate(
      Trial trial, Path data, Path table, BoxPictures pictures, Compilation compilation)
      throws IOException {
    DetectionTask usual = DetectionTask.of(pictures.truth().decoder(), DetectionRule.COCO);
    DetectionTask task =
        new DetectionTask(
            usual.decoder(),
            usual.rule(),
            usual.leastScore(),
            usual.overlap(),
            pictures.classNames());
    return DetectionEvaluation.of(
        new EvaluationRequest(
            models(trial.subject(), compilation),
            data,
            Optional.of(table),
            Optional.of(DatasetKind.FOLDER),
            new ModelPreprocess(trial.subject().preprocess(), Optional.empty()),
            Integer.MAX_VALUE,
            Optional.empty(),
            threads),
        task,
        Progress.SILENT);
  }
}
