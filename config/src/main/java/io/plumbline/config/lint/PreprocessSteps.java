package io.plumbline.config.lint;

import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transformers of a configuration as they are written, with their lines.
 *
 * @param file that they stand in
 */
record PreprocessSteps(String file, String readMode, int modeLine, List<Step> steps) {
  /**
   * One transformer.
   *
   * @param parameters texts and lists of texts, by name
   */
  record Step(String name, Map<String, List<String>> parameters, int line) {
    /** Numbers of a parameter; empty when it is absent or no number. */
    List<Double> numbers(String parameter) {
      try {
        return parameters.getOrDefault(parameter, List.of()).stream()
            .map(Double::parseDouble)
            .toList();
      } catch (NumberFormatException e) {
        return List.of();
      }
    }

    Optional<String> word(String parameter) {
      return parameters.getOrDefault(parameter, List.of()).stream().findFirst();
    }
  }

  /**
   * Reads the key {@code preprocess}, a mapping or the path of a file. Empty when there is none or
   * it cannot be read: whoever compiles says why.
   */
  static Optional<PreprocessSteps> of(Statements config) {
    Optional<YamlNode> node = config.calibration().preprocess();
    if (node.isPresent() && node.get() instanceof YamlNode.Scalar(String text, int line)) {
      try {
        Path folder = config.file().toAbsolutePath().getParent();
        Path file = folder == null ? Path.of(text) : folder.resolve(text).normalize();
        return parse(YamlReader.read(file), file.toString());
      } catch (BadConfigurationException | InvalidPathException e) {
        return Optional.empty();
      }
    }
    return node.flatMap(value -> parse(value, config.file().toString()));
  }

  private static Optional<PreprocessSteps> parse(YamlNode node, String file) {
    if (!(node instanceof YamlNode.Mapping mapping)
        || !mapping.entries().containsKey("transformers")
        || !(mapping.entries().get("transformers").value()
            instanceof YamlNode.Sequence(List<YamlNode> items, int listLine))) {
      return Optional.empty();
    }
    YamlNode.Entry mode = mapping.entries().get("read_mode");
    List<Step> steps = new ArrayList<>();
    items.forEach(item -> step(item).ifPresent(steps::add));
    return mode != null && mode.value() instanceof YamlNode.Scalar(String text, int line)
        ? Optional.of(new PreprocessSteps(file, text, line, steps))
        : Optional.of(new PreprocessSteps(file, "opencv", node.line(), steps));
  }

  private static Optional<Step> step(YamlNode item) {
    return switch (item) {
      case YamlNode.Scalar(String name, int line) -> Optional.of(new Step(name, Map.of(), line));
      case YamlNode.Sequence sequence -> Optional.empty();
      case YamlNode.Mapping mapping when mapping.entries().size() == 1 -> {
        Map.Entry<String, YamlNode.Entry> only = mapping.entries().firstEntry();
        yield Optional.of(
            new Step(
                only.getKey(), parameters(only.getValue().value()), only.getValue().keyLine()));
      }
      case YamlNode.Mapping mapping -> Optional.empty();
    };
  }

  private static Map<String, List<String>> parameters(YamlNode node) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach((name, entry) -> parameters.put(name, texts(entry.value())));
    }
    return parameters;
  }

  private static List<String> texts(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(String text, int line) -> List.of(text);
      case YamlNode.Sequence(List<YamlNode> items, int line) ->
          items.stream().flatMap(item -> texts(item).stream()).toList();
      case YamlNode.Mapping mapping -> List.of();
    };
  }
}
