package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;
import static io.plumbline.config.horizon.ConfigKey.INPUT;

import io.plumbline.config.dialect.CalibrationStatement;
import io.plumbline.config.dialect.InputStatement;
import io.plumbline.config.dialect.Places;
import io.plumbline.config.dialect.Setting;
import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a configuration says, read with good will: refusing what cannot be understood is the work of
 * {@link CompileSettings}.
 */
final class HorizonStatements {
  private static final Map<Setting, String> INPUT_KEYS =
      Map.of(
          Setting.DEVICE_TYPE, "input_type_rt",
          Setting.TRAINING_TYPE, "input_type_train",
          Setting.TRAINING_LAYOUT, "input_layout_train",
          Setting.SWING, "input_space_and_range",
          Setting.MEAN, "mean_value",
          Setting.SCALE, "scale_value",
          Setting.DEVIATION, "std_value",
          Setting.NORMALISATION, "norm_type");
  private static final Map<Setting, String> CALIBRATION_KEYS =
      Map.of(
          Setting.PREPROCESS, "preprocess",
          Setting.TRANSFORMERS, "transformers",
          Setting.FOLDERS, "cal_data_dir",
          Setting.ELEMENT_TYPE, "cal_data_type",
          Setting.METHOD, "calibration_type",
          Setting.PERCENTILE, "max_percentile",
          Setting.PER_CHANNEL, "per_channel",
          Setting.FLOAT_NODES, "run_on_cpu",
          Setting.INTEGER_NODES, "run_on_bpu");

  private static final double PIXELS = 255;

  private final ConfigFile config;
  private final int count;

  /**
   * @param inputs how many the model is known to have
   */
  HorizonStatements(ConfigFile config, int inputs) {
    this.config = config;
    this.count =
        Stream.of("input_name", "input_type_train", "input_type_rt")
            .mapToInt(key -> config.list(INPUT, key).size())
            .reduce(Math.max(1, inputs), Math::max);
  }

  Statements read() {
    List<InputStatement> inputs = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      inputs.add(input(index));
    }
    return new Statements(config.file(), inputs, calibration(), places());
  }

  private InputStatement input(int index) {
    List<String> names = config.list(INPUT, "input_name");
    return new InputStatement(
        index < names.size() ? names.get(index) : "",
        word("input_type_rt", index).flatMap(PictureType::of),
        word("input_type_train", index).flatMap(PictureType::of),
        word("input_layout_train", index).flatMap(HorizonStatements::layout),
        word("input_space_and_range", index).filter(InputKeys.STUDIO::equals).isPresent(),
        mean(index),
        numbers("scale_value", index),
        numbers("std_value", index),
        word("norm_type", index),
        PIXELS,
        Set.of());
  }

  private CalibrationStatement calibration() {
    return new CalibrationStatement(
        config.node(CALIBRATION, "preprocess"),
        folders(),
        config.text(CALIBRATION, "cal_data_type"),
        config.node(CALIBRATION, "calibration_type").flatMap(HorizonStatements::scalar),
        percentiles(),
        config
            .text(CALIBRATION, "per_channel")
            .filter(text -> text.equalsIgnoreCase("true"))
            .isPresent(),
        config.list(CALIBRATION, "run_on_cpu"),
        config.list(CALIBRATION, "run_on_bpu"));
  }

  private List<CalibrationStatement.Folder> folders() {
    int line = config.node(CALIBRATION, "cal_data_dir").map(YamlNode::line).orElse(0);
    return config.list(CALIBRATION, "cal_data_dir").stream()
        .map(path -> new CalibrationStatement.Folder(path, line))
        .toList();
  }

  /** The older place and the newer one. */
  private List<YamlNode> percentiles() {
    return Stream.of(
            config.node(CALIBRATION, "max_percentile"),
            config
                .node(CALIBRATION, "quant_config")
                .flatMap(node -> at(node, List.of("model_config", "activation", "max_percentile"))))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<YamlNode> at(YamlNode node, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(node);
    }
    return node instanceof YamlNode.Mapping mapping
            && mapping.entries().containsKey(path.getFirst())
        ? at(mapping.entries().get(path.getFirst()).value(), path.subList(1, path.size()))
        : Optional.empty();
  }

  private Places places() {
    Map<Setting, String> keys = new EnumMap<>(INPUT_KEYS);
    keys.putAll(CALIBRATION_KEYS);
    Map<Setting, Integer> lines = new EnumMap<>(Setting.class);
    INPUT_KEYS.forEach((setting, key) -> line(INPUT, setting, key, lines));
    CALIBRATION_KEYS.forEach((setting, key) -> line(CALIBRATION, setting, key, lines));
    return new Places(config.file().toString(), keys, lines);
  }

  private void line(String group, Setting setting, String key, Map<Setting, Integer> lines) {
    config.node(group, key).ifPresent(node -> lines.put(setting, node.line()));
  }

  /** The key's part for an input. */
  private Optional<String> word(String key, int index) {
    List<String> parts = config.list(INPUT, key);
    return index < parts.size()
        ? Optional.of(parts.get(index)).filter(part -> !part.equals("None"))
        : Optional.empty();
  }

  /** The mean of each channel, of a mean image too. */
  private List<Double> mean(int index) {
    return word("mean_value", index)
        .filter(MeanImages::isNamed)
        .map(text -> MeanImages.read(config, text).channels())
        .orElseGet(() -> numbers("mean_value", index));
  }

  /** Numbers separated by blanks or commas; empty when there are none or one is no number. */
  private List<Double> numbers(String key, int index) {
    // A YAML list of one input's channels arrives joined by ';'.
    Optional<String> text =
        count == 1 ? Optional.of(String.join(" ", config.list(INPUT, key))) : word(key, index);
    try {
      return text.stream()
          .flatMap(line -> Arrays.stream(line.split("[\\s,]+", -1)))
          .filter(part -> !part.isEmpty() && !part.equals("None"))
          .map(Double::parseDouble)
          .toList();
    } catch (NumberFormatException e) {
      return List.of();
    }
  }

  private static Optional<PictureLayout> layout(String text) {
    return Arrays.stream(PictureLayout.values())
        .filter(layout -> layout.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  private static Optional<String> scalar(YamlNode node) {
    return node instanceof YamlNode.Scalar(String text, int line)
        ? Optional.of(text)
        : Optional.empty();
  }
}
