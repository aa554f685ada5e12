package io.plumbline.config.horizon;

import io.plumbline.config.dialect.ValueRule;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the key {@code activation} of a level of {@code quant_config}.
 *
 * @param where the file
 * @param findings hears what is read and has no effect
 */
record ActivationReader(String where, List<Finding> findings) {
  /** Keys of the mapping. */
  static final List<String> KEYS =
      List.of(
          "calibration_type",
          "num_bin",
          "max_num_bin",
          "max_percentile",
          "per_channel",
          "asymmetric");

  private static final List<String> TYPES =
      Stream.concat(Calibrators.names().stream(), Stream.of("load", "default", "mix")).toList();

  /**
   * What a mapping says.
   *
   * @param key of the mapping
   * @param known what was said before, which stays where nothing new is said
   */
  ActivationConfig read(YamlNode node, String key, ActivationConfig known) {
    ActivationConfig read = known;
    switch (node) {
      case YamlNode.Mapping mapping -> {
        for (Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
          read = with(entry.getKey(), entry.getValue(), read);
        }
      }
      case YamlNode.Scalar scalar -> {
        if (!scalar.text().isEmpty()) {
          throw QuantConfig.value(where, scalar, key, scalar.kind(), "a mapping");
        }
      }
      case YamlNode.Sequence list ->
          throw QuantConfig.value(where, list, key, list.kind(), "a mapping");
    }
    return read;
  }

  private ActivationConfig with(String key, YamlNode.Entry entry, ActivationConfig known) {
    return switch (key) {
      case "calibration_type" -> known.withTypes(types(key, entry));
      case "max_percentile" ->
          known.withPercentiles(
              all(key, entry).stream().map(text -> share(text, key, entry)).toList());
      case "asymmetric" -> known.withAsymmetric(flags(key, entry));
      case "per_channel" ->
          flags(key, entry).contains(true) ? known.withPerChannel(line(entry)) : known;
      case "num_bin", "max_num_bin" -> {
        findings.add(
            Finding.info(
                "config.no-effect",
                line(entry),
                "'%s' has no effect: histograms choose their own bins".formatted(key)));
        yield known;
      }
      default -> throw QuantConfig.unknown(where, entry.keyLine(), key, KEYS);
    };
  }

  private List<String> types(String key, YamlNode.Entry entry) {
    List<String> types = all(key, entry);
    for (String text : types) {
      boolean alone = TYPES.contains(text) && Calibrators.parse(text).isEmpty();
      if (alone ? types.size() > 1 : Calibrators.parse(text).isEmpty()) {
        throw QuantConfig.value(
            where,
            entry.value(),
            key,
            text,
            alone
                ? "it alone, or a list of " + String.join(", ", Calibrators.names())
                : types() + NearestSpelling.suggestion(text, TYPES));
      }
    }
    return types;
  }

  private static String types() {
    return String.join(" | ", TYPES);
  }

  /** A single value, or a list of candidates. */
  private List<String> all(String key, YamlNode.Entry entry) {
    return switch (entry.value()) {
      case YamlNode.Scalar(String text, int line) -> List.of(text);
      case YamlNode.Sequence(List<YamlNode> items, int line) -> {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items) {
          if (!(item instanceof YamlNode.Scalar(String text, int l))) {
            throw noValue(item, key);
          }
          texts.add(text);
        }
        if (texts.isEmpty()) {
          throw noValue(entry.value(), key);
        }
        yield texts;
      }
      case YamlNode.Mapping mapping -> throw noValue(mapping, key);
    };
  }

  private BadConfigurationException noValue(YamlNode found, String key) {
    return QuantConfig.value(where, found, key, found.kind(), "a value or a list of values");
  }

  private double share(String text, String key, YamlNode.Entry entry) {
    new ValueRule.Real(0.5, 1)
        .problem(text)
        .ifPresent(
            expected -> {
              throw QuantConfig.value(where, entry.value(), key, text, expected);
            });
    return Double.parseDouble(text);
  }

  /** Every value of a flag, each once. */
  List<Boolean> flags(String key, YamlNode.Entry entry) {
    return all(key, entry).stream().map(text -> flag(text, key, entry)).distinct().toList();
  }

  private boolean flag(String text, String key, YamlNode.Entry entry) {
    new ValueRule.Flag()
        .problem(text)
        .ifPresent(
            expected -> {
              throw QuantConfig.value(where, entry.value(), key, text, expected);
            });
    return ValueRule.Flag.isYes(text);
  }

  private String line(YamlNode.Entry entry) {
    return where + ":" + entry.keyLine();
  }
}
