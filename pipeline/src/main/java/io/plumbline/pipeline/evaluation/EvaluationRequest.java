package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to score.
 *
 * @param models artefacts; the first is the reference
 * @param data a folder, or a file that holds many samples
 * @param labels the labels or annotations; empty where the data holds them
 * @param dataset the form of the data; empty to tell it by what lies there
 * @param preprocess how pictures become inputs
 * @param limit how many samples to use at the most, spread evenly over all
 * @param executor what runs integer programs, as in {@link io.plumbline.pipeline.Plumbline#open}
 * @param threads how many samples are run at a time, and as many are prepared
 */
public record EvaluationRequest(
    List<Path> models,
    Path data,
    Optional<Path> labels,
    Optional<DatasetKind> dataset,
    ModelPreprocess preprocess,
    int limit,
    Optional<String> executor,
    int threads) {
  public EvaluationRequest {
    models = List.copyOf(models);
  }

  /** All pictures of a folder with a labels file. */
  public static EvaluationRequest of(
      List<Path> models, Path data, Path labels, Preprocess preprocess, int threads) {
    return new EvaluationRequest(
        models,
        data,
        Optional.of(labels),
        Optional.of(DatasetKind.FOLDER),
        new ModelPreprocess(Optional.of(preprocess), Optional.empty()),
        Integer.MAX_VALUE,
        Optional.empty(),
        threads);
  }

  /** Everything that is read. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(models);
    files.add(data);
    labels.ifPresent(files::add);
    return files;
  }

  /** File names of the models. */
  List<String> names() {
    return models.stream().map(model -> ModelFiles.of(model).title()).toList();
  }

  /**
   * The labels, where the data cannot hold them.
   *
   * @throws BadConfigurationException when none were named
   */
  Path requiredLabels() {
    return labels.orElseThrow(
        () ->
            new BadConfigurationException(
                "data.no-labels",
                data.toString(),
                "this measure needs a file of labels or annotations",
                "name it with --labels"));
  }
}
