package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.pipeline.request.Gates;
import io.plumbline.pipeline.request.Gates.LabelledPictures;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a compilation is to fail on, and the pictures that this is judged by. */
record GateSettings(ConfigFile config) {
  private static final String DATA = "evaluation_data";
  private static final String LABELS = "evaluation_labels";

  /**
   * Shares where the configuration has percent.
   *
   * @throws BadConfigurationException when labels are needed and nothing gives them
   */
  Gates gates() {
    Optional<LabelledPictures> labelled = labelled();
    if (config.node(CALIBRATION, "max_drop").isPresent() && labelled.isEmpty()) {
      throw conflict(
          "max_drop",
          "how many answers are right is not known without labels",
          "name labelled pictures with evaluation_data, or use min_agreement, which needs none");
    }
    return new Gates(
        number("min_cosine", -1, 1, 1),
        number("min_agreement", 0, 100, 100),
        number("max_drop", 0, 100, 100),
        labelled);
  }

  private OptionalDouble number(String key, double least, double most, double unit) {
    return config
        .number(CALIBRATION, key, least, most)
        .map(value -> OptionalDouble.of(value / unit))
        .orElse(OptionalDouble.empty());
  }

  private Optional<LabelledPictures> labelled() {
    Optional<Path> data = config.text(CALIBRATION, DATA).map(config::path);
    Optional<Path> labels = config.text(CALIBRATION, LABELS).map(config::path);
    if (data.isEmpty() && labels.isPresent()) {
      throw conflict(
          LABELS,
          "evaluation_labels goes with evaluation_data",
          "name the pictures with evaluation_data");
    }
    return data.map(pictures -> new LabelledPictures(pictures, labels));
  }

  private BadConfigurationException conflict(String key, String message, String remedy) {
    return new BadConfigurationException(
        "config.conflict", config.where(CALIBRATION, key), message, remedy);
  }
}
