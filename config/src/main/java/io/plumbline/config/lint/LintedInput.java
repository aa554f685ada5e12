package io.plumbline.config.lint;

import io.plumbline.config.horizon.ConfigFile;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a configuration says about one input. What cannot be understood is absent: refusing it is
 * the work of whoever compiles.
 *
 * @param name for messages; empty when there is only one input
 * @param shape the model's; empty when unknown
 */
record LintedInput(ConfigFile config, int index, int count, String name, Optional<Shape> shape) {
  static final String GROUP = "input_parameters";

  /** One for each input that the configuration lists something for. */
  static List<LintedInput> of(ConfigFile config, SequencedMap<String, Shape> shapes) {
    List<String> names = config.list(GROUP, "input_name");
    int count =
        Math.max(
            Math.max(1, Math.max(names.size(), shapes.size())),
            Math.max(
                config.list(GROUP, "input_type_train").size(),
                config.list(GROUP, "input_type_rt").size()));
    List<LintedInput> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(
          new LintedInput(
              config, i, count, i < names.size() ? names.get(i) : "", shape(shapes, names, i)));
    }
    return inputs;
  }

  private static Optional<Shape> shape(
      SequencedMap<String, Shape> shapes, List<String> names, int index) {
    return names.isEmpty()
        ? shapes.values().stream().skip(index).findFirst()
        : index < names.size()
            ? Optional.ofNullable(shapes.get(names.get(index)))
            : Optional.empty();
  }

  /** File and line of a key, or the file where it is absent. */
  String where(String key) {
    return config
        .node(GROUP, key)
        .map(node -> config.file() + ":" + node.line())
        .orElse(config.file().toString());
  }

  /** The key's part for this input. */
  Optional<String> text(String key) {
    List<String> parts = config.list(GROUP, key);
    return index < parts.size()
        ? Optional.of(parts.get(index)).filter(part -> !part.equals("None"))
        : Optional.empty();
  }

  /** Numbers separated by blanks or commas; empty when there are none or one is no number. */
  List<Double> numbers(String key) {
    // A YAML list of one input's channels arrives joined by ';'.
    Optional<String> text =
        count == 1 ? Optional.of(String.join(" ", config.list(GROUP, key))) : text(key);
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

  boolean has(String key) {
    return !numbers(key).isEmpty();
  }

  Optional<PictureType> train() {
    return text("input_type_train").flatMap(PictureType::of);
  }

  Optional<PictureType> runtime() {
    return text("input_type_rt").flatMap(PictureType::of);
  }

  /** Whether the model was trained on pixels. */
  boolean isPicture() {
    return train().filter(PictureType::isPicture).isPresent();
  }

  Optional<PictureLayout> layout() {
    return text("input_layout_train")
        .map(text -> text.toUpperCase(Locale.ROOT))
        .flatMap(
            text ->
                Arrays.stream(PictureLayout.values())
                    .filter(layout -> layout.name().equals(text))
                    .findFirst());
  }

  /** The order of the training channels; empty for what is neither rgb nor bgr. */
  Optional<KnownConstants.Order> order() {
    return train()
        .flatMap(
            type ->
                switch (type) {
                  case RGB -> Optional.of(KnownConstants.Order.RGB);
                  case BGR -> Optional.of(KnownConstants.Order.BGR);
                  case NV12, YUV444, GRAY, FEATUREMAP -> Optional.empty();
                });
  }

  /** {@code input 'data': }, or nothing when there is only one. */
  String prefix() {
    return count > 1 && !name.isEmpty() ? "input '%s': ".formatted(name) : "";
  }

  /** A YAML value of the calibration group. */
  Optional<YamlNode> calibration(String key) {
    return config.node("calibration_parameters", key);
  }
}
