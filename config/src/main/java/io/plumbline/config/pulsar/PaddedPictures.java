package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How pictures come to the model's size with their proportions kept: resized until they fit, and
 * filled around, which {@code PadResizeTransformer} does.
 *
 * @param resize what says so
 */
record PaddedPictures(Message resize) {
  private static final List<String> CENTRED = List.of("PAD_TOP_BOTTOM", "PAD_LEFT_RIGHT");
  private static final List<String> AT_THE_END = List.of("PAD_ONLY_BOTTOM", "PAD_ONLY_RIGHT");

  /** What a set of samples, or one of its items, says; empty where pictures are stretched. */
  static Optional<PaddedPictures> of(Message set) {
    return Stream.concat(Stream.of(set), set.messages("dataset_conf_items").stream())
        .map(each -> each.message("resize_conf"))
        .filter(resize -> resize.flag("keep_aspect_ratio"))
        .findFirst()
        .map(PaddedPictures::new);
  }

  /** What the rest is filled with, 0…255. */
  int value() {
    return resize.numbers("pad_value").stream().findFirst().orElse(0.0).intValue();
  }

  /** Where the rest is, above and below and at the sides. */
  List<String> places() {
    return List.of(
        resize.text("pad_mode_h").orElse(CENTRED.getFirst()),
        resize.text("pad_mode_w").orElse(CENTRED.getLast()));
  }

  /**
   * The steps that make the input of such a picture.
   *
   * @throws BadConfigurationException when there is not one picture of known size, or the rest is
   *     where it cannot be
   */
  YamlNode steps(PulsarInputs inputs) {
    List<InputReading> pictures =
        inputs.names().stream()
            .map(inputs::reading)
            .filter(InputReading::isPicture)
            .filter(reading -> reading.shape().isPresent())
            .toList();
    if (pictures.size() != 1) {
      throw refused(
          "keep_aspect_ratio",
          Count.of(pictures.size(), "input is a picture", "inputs are pictures")
              + " of a known size, not one");
    }
    PictureInput picture = pictures.getFirst().picture();
    Shape shape = pictures.getFirst().shape().orElseThrow();
    int height = picture.trainingLayout().heightAxis();
    StringBuilder text = new StringBuilder("read_mode: opencv\ntransformers:\n");
    text.append(
        String.format(
            Locale.ROOT,
            "  - PadResizeTransformer: {target_size: [%d, %d], pad_value: %d, pad_position: %s}%n",
            shape.dim(height),
            shape.dim(height + 1),
            value(),
            position()));
    colours(picture.training())
        .ifPresent(name -> text.append("  - %s: {data_format: HWC}%n".formatted(name)));
    if (picture.trainingLayout() == PictureLayout.NCHW) {
      text.append("  - HWC2CHWTransformer: {}\n");
    }
    return YamlReader.parse(text.toString(), resize.where("keep_aspect_ratio"));
  }

  private String position() {
    if (places().equals(CENTRED)) {
      return "boundary";
    }
    if (places().equals(AT_THE_END)) {
      return "bottom_right";
    }
    throw refused(
        resize.has("pad_mode_h") ? "pad_mode_h" : "pad_mode_w",
        "pictures are padded around, or at the bottom and the right");
  }

  private static Optional<String> colours(PictureType training) {
    return switch (training) {
      case RGB -> Optional.of("BGR2RGBTransformer");
      case GRAY -> Optional.of("BGR2GRAYTransformer");
      case YUV444 -> Optional.of("BGR2YUV444Transformer");
      case BGR, NV12, FEATUREMAP -> Optional.empty();
    };
  }

  private BadConfigurationException refused(String field, String reason) {
    return new BadConfigurationException(
        "config.refused-key",
        resize.where(field),
        "'resize_conf.%s' cannot be honoured: %s".formatted(field, reason),
        "pad them before, with 'plumb prepare', and give that folder");
  }
}
