package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.INPUT;

import io.plumbline.formats.caffe.MeanImage;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Finding;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Values of {@code mean_value} that name one of Caffe's mean images in place of numbers. */
final class MeanImages {
  private static final String SUFFIX = ".binaryproto";

  /** Pixels from their channel's mean below which nobody needs to be told. */
  private static final double NOTICEABLE = 1;

  private MeanImages() {}

  static boolean isNamed(String text) {
    return text.strip().endsWith(SUFFIX);
  }

  /**
   * @throws BadConfigurationException naming key and line when the file is missing or no mean image
   */
  static MeanImage read(ConfigFile config, String text) {
    try {
      return MeanImage.read(config.path(text.strip()));
    } catch (BadModelException e) {
      throw new BadConfigurationException(
          e.code(),
          config.where(INPUT, "mean_value"),
          "%s: %s".formatted(text.strip(), Objects.requireNonNull(e.getMessage())),
          e.remedy(),
          e);
    }
  }

  /** That single pixels of the image lie away from what is subtracted of all. */
  static Optional<Finding> finding(MeanImage image, String where) {
    return image.farthest() < NOTICEABLE
        ? Optional.empty()
        : Optional.of(
            Finding.info(
                "config.mean-image",
                where,
                String.format(
                    Locale.ROOT,
                    "The mean of each channel is subtracted (%s); single pixels of the image lie up"
                        + " to %.1f away from it.",
                    String.join(
                        " ",
                        image.channels().stream()
                            .map(mean -> String.format(Locale.ROOT, "%.3f", mean))
                            .toList()),
                    image.farthest())));
  }
}
