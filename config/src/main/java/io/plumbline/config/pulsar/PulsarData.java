package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where samples come from, those of a calibration or of a measurement. */
final class PulsarData {
  private static final Set<String> FILES = Set.of("NONE", "TAR", "ONE_SAMPLE");

  private final PulsarFile config;
  private final Message set;
  private final List<Finding> findings;

  /**
   * @param set that says it
   */
  PulsarData(PulsarFile config, Message set, List<Finding> findings) {
    this.config = config;
    this.set = set;
    this.findings = findings;
  }

  /**
   * The samples.
   *
   * @param inputs in the order of the folders
   */
  CalibrationData data(PulsarInputs inputs) {
    String kind =
        set.text("type").map(word -> word.substring("DATASET_TYPE_".length())).orElse("NONE");
    boolean skips =
        config
            .taskConf()
            .text("task_strategy")
            .filter("TASK_STRATEGY_NO_CALIBRATION"::equals)
            .isPresent();
    if (skips || kind.equals("DUMMY")) {
      findings.add(
          Finding.warning(
              "config.calibration-skipped",
              skips ? config.taskConf().where("task_strategy") : set.where("type"),
              "ranges come from random data: size and speed are right, accuracy is not"));
      return new RandomData();
    }
    if (!FILES.contains(kind)) {
      throw new BadConfigurationException(
          "config.refused-key",
          set.where("type"),
          "samples of Python programs (%s) are not read".formatted(kind),
          "write them to a tar file or a folder, and say DATASET_TYPE_TAR");
    }
    tellStretched();
    List<String> names = inputs.names();
    boolean named = !names.equals(List.of(ModelInterface.ONLY_INPUT));
    Optional<Preprocess> padded = preprocess(inputs);
    FolderData all =
        new FolderData(
            folders(names), named ? names : List.of(), padded, List.of(), padded.isEmpty());
    return set.numbers("size").stream()
        .filter(size -> size > 0)
        .min(Double::compare)
        .map(size -> all.withMost(size.intValue()))
        .orElse(all);
  }

  /** Fields of padding say nothing of pictures that are stretched. */
  private void tellStretched() {
    Stream.concat(Stream.of(set), set.messages("dataset_conf_items").stream())
        .map(each -> each.message("resize_conf"))
        .filter(resize -> !resize.flag("keep_aspect_ratio"))
        .forEach(
            resize ->
                Stream.of("pad_value", "pad_mode_h", "pad_mode_w")
                    .filter(resize::has)
                    .forEach(
                        field ->
                            findings.add(
                                Finding.info(
                                    "config.no-effect",
                                    resize.where(field),
                                    "'resize_conf.%s' has no effect: pictures are stretched, and nothing is filled"
                                        .formatted(field)))));
  }

  private Optional<Preprocess> preprocess(PulsarInputs inputs) {
    return PaddedPictures.of(set)
        .map(padded -> padded.steps(inputs))
        .map(steps -> PreprocessFile.of(steps, set.where("resize_conf")));
  }

  private List<Path> folders(List<String> inputs) {
    List<Path> folders = new ArrayList<>();
    for (String input : inputs) {
      Optional<Path> own =
          set.messages("dataset_conf_items").stream()
              .filter(item -> item.has("path"))
              .filter(item -> InputReading.selects(item.message("selector"), input))
              .reduce((first, second) -> second)
              .flatMap(item -> config.path(item, "path"));
      boolean only = inputs.size() == 1;
      folders.add(
          own.or(() -> only ? config.path(set, "path") : Optional.empty())
              .orElseThrow(() -> missing(set, input, only)));
    }
    return folders;
  }

  private static BadConfigurationException missing(Message set, String input, boolean only) {
    return new BadConfigurationException(
        "config.missing-key",
        set.where(),
        only
            ? "'neuwizard_conf.dataset_conf_calibration.path' is missing: calibration samples"
                + " decide the ranges"
            : "no 'dataset_conf_items' of dataset_conf_calibration names samples for the input '%s'"
                .formatted(input),
        only
            ? "add the field, or 'task_conf { task_strategy: TASK_STRATEGY_NO_CALIBRATION }' to try"
                + " a model without data"
            : "add dataset_conf_items { selector { op_name: \"%s\" } path: … }".formatted(input));
  }
}
