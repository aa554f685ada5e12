package io.plumbline.cli.config;

import static io.plumbline.cli.config.ConfigKey.CALIBRATION;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The key {@code quant_config}: settings for the whole model in their newer place, inline or as a
 * file.
 */
final class QuantConfig {
  private static final String TYPE = "model_config.activation.calibration_type";
  private static final String PERCENTILE = "model_config.activation.max_percentile";
  private static final String ASYMMETRIC = "model_config.activation.asymmetric";
  private static final String PER_CHANNEL = "model_config.weight.per_channel";
  private static final List<String> KNOWN = List.of(TYPE, PERCENTILE, ASYMMETRIC, PER_CHANNEL);
  private static final List<String> NOT_YET =
      List.of(
          "model_config.all_node_type",
          "model_config.model_output_type",
          "model_config.activation.num_bin",
          "model_config.activation.max_num_bin",
          "model_config.activation.per_channel",
          "model_config.weight.bias_correction",
          "model_config.modelwise_search",
          "model_config.layerwise_search",
          "op_config",
          "subgraph_config",
          "node_config");

  private final String where;
  private final Map<String, YamlNode.Scalar> values = new LinkedHashMap<>();

  private QuantConfig(String where) {
    this.where = where;
  }

  static QuantConfig of(ConfigFile config) {
    Optional<YamlNode> node = config.node(CALIBRATION, "quant_config");
    if (node.isPresent() && node.get() instanceof YamlNode.Scalar(String text, int line)) {
      Path folder = config.file().toAbsolutePath().getParent();
      Path file = folder == null ? Path.of(text) : folder.resolve(text);
      return parse(YamlReader.read(file), file.toString());
    }
    return node.map(value -> parse(value, config.file().toString()))
        .orElseGet(() -> new QuantConfig(config.file().toString()));
  }

  private static QuantConfig parse(YamlNode node, String where) {
    QuantConfig config = new QuantConfig(where);
    config.collect("", node);
    return config;
  }

  private void collect(String path, YamlNode node) {
    if (NOT_YET.contains(path)) {
      throw error(
          "config.not-yet",
          node,
          "'quant_config.%s' is known but not supported yet".formatted(path),
          "remove the key");
    }
    switch (node) {
      case YamlNode.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (key, entry) -> collect(path.isEmpty() ? key : path + "." + key, entry.value()));
      case YamlNode.Sequence sequence ->
          throw error(
              "config.not-yet",
              node,
              "'quant_config.%s' lists candidates, and the search over them is not supported yet"
                  .formatted(path),
              "give one value");
      case YamlNode.Scalar scalar -> put(path, scalar);
    }
  }

  private void put(String path, YamlNode.Scalar scalar) {
    if (!KNOWN.contains(path)) {
      throw error(
          "config.unknown-key",
          scalar,
          "'quant_config.%s' is no key%s".formatted(path, NearestSpelling.suggestion(path, KNOWN)),
          "keys here: " + String.join(", ", KNOWN));
    }
    values.put(path, scalar);
  }

  Optional<String> calibrationType() {
    return Optional.ofNullable(values.get(TYPE))
        .map(
            scalar -> {
              if (!ConfigKey.CALIBRATION_TYPES.contains(scalar.text())) {
                throw value(TYPE, scalar, String.join(" | ", ConfigKey.CALIBRATION_TYPES));
              }
              return scalar.text();
            });
  }

  Optional<Double> maxPercentile() {
    return Optional.ofNullable(values.get(PERCENTILE))
        .map(
            scalar -> {
              try {
                double value = Double.parseDouble(scalar.text());
                if (value >= 0.5 && value <= 1) {
                  return value;
                }
              } catch (NumberFormatException e) {
                throw value(PERCENTILE, scalar, "a number from 0.5 to 1");
              }
              throw value(PERCENTILE, scalar, "a number from 0.5 to 1");
            });
  }

  Optional<Boolean> asymmetric() {
    return flag(ASYMMETRIC);
  }

  Optional<Boolean> perChannelWeights() {
    return flag(PER_CHANNEL);
  }

  private Optional<Boolean> flag(String path) {
    return Optional.ofNullable(values.get(path))
        .map(
            scalar ->
                switch (scalar.text()) {
                  case "true", "True" -> true;
                  case "false", "False" -> false;
                  default -> throw value(path, scalar, "true | false");
                });
  }

  private BadConfigurationException value(String path, YamlNode.Scalar scalar, String expected) {
    return error(
        "config.value",
        scalar,
        "'quant_config.%s': expected %s, found '%s'".formatted(path, expected, scalar.text()),
        "correct the value");
  }

  private BadConfigurationException error(
      String code, YamlNode node, String message, String remedy) {
    return new BadConfigurationException(code, where + ":" + node.line(), message, remedy);
  }
}
