package io.plumbline.cli.config;

import io.plumbline.cli.config.ConfigKey.Support;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A configuration file checked against the catalogue of keys: every key in it is documented and
 * honoured, or has a finding that says why it does nothing.
 */
public final class ConfigFile {
  private static final Map<String, ConfigKey> CATALOGUE =
      ConfigKey.ALL.stream()
          .collect(
              Collectors.toMap(
                  ConfigKey::path, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  private final Path file;
  private final SequencedMap<String, YamlNode.Entry> values;
  private final List<Finding> findings;

  private ConfigFile(
      Path file, SequencedMap<String, YamlNode.Entry> values, List<Finding> findings) {
    this.file = file;
    this.values = Collections.unmodifiableSequencedMap(values);
    this.findings = List.copyOf(findings);
  }

  /**
   * Reads and checks a file.
   *
   * @throws BadConfigurationException naming file, line, key and nearest spelling
   */
  public static ConfigFile read(Path file) {
    return check(YamlReader.read(file), file);
  }

  static ConfigFile check(YamlNode root, Path file) {
    if (!(root
        instanceof YamlNode.Mapping(SequencedMap<String, YamlNode.Entry> groups, int line))) {
      throw new BadConfigurationException(
          "config.no-groups",
          file + ":" + root.line(),
          "expected the groups " + String.join(", ", ConfigKey.GROUPS) + ", found " + root.kind(),
          "'plumb init -m MODEL' writes a configuration to start from");
    }
    SequencedMap<String, YamlNode.Entry> values = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    groups.forEach((name, entry) -> group(file, name, entry, values, findings));
    return new ConfigFile(file, values, findings);
  }

  private static void group(
      Path file,
      String group,
      YamlNode.Entry entry,
      SequencedMap<String, YamlNode.Entry> values,
      List<Finding> findings) {
    if (!ConfigKey.GROUPS.contains(group)) {
      throw new BadConfigurationException(
          "config.unknown-group",
          file + ":" + entry.keyLine(),
          "'%s' is no group%s"
              .formatted(group, NearestSpelling.suggestion(group, ConfigKey.GROUPS)),
          "the groups are " + String.join(", ", ConfigKey.GROUPS));
    }
    switch (entry.value()) {
      case YamlNode.Mapping mapping ->
          mapping
              .entries()
              .forEach((name, value) -> key(file, group, name, value, values, findings));
      case YamlNode.Scalar scalar when scalar.text().isEmpty() -> {}
      case YamlNode other ->
          throw new BadConfigurationException(
              "config.no-mapping",
              file + ":" + other.line(),
              "'%s' holds keys and values, found %s".formatted(group, other.kind()),
              "indent its keys by two spaces");
    }
  }

  private static void key(
      Path file,
      String group,
      String name,
      YamlNode.Entry entry,
      SequencedMap<String, YamlNode.Entry> values,
      List<Finding> findings) {
    String where = file + ":" + entry.keyLine();
    ConfigKey key = CATALOGUE.get(group + "." + name);
    if (key == null) {
      throw unknownKey(where, group, name);
    }
    switch (key.support()) {
      case HONOURED -> values.put(key.path(), entry);
      case NO_EFFECT ->
          findings.add(
              Finding.info(
                  "config.no-effect",
                  where,
                  "'%s' has no effect: %s".formatted(name, key.explanation())));
      case NOT_YET -> {
        if (!isEmpty(entry.value())) {
          throw new BadConfigurationException(
              "config.not-yet",
              where,
              "'%s' is known but not supported yet: %s".formatted(key.path(), key.explanation()),
              "remove the key");
        }
      }
    }
  }

  private static boolean isEmpty(YamlNode node) {
    return node instanceof YamlNode.Scalar(String text, int line)
        && (text.isEmpty() || text.equals("None"));
  }

  private static BadConfigurationException unknownKey(String where, String group, String name) {
    List<String> known =
        ConfigKey.ALL.stream()
            .filter(key -> key.group().equals(group))
            .map(ConfigKey::name)
            .toList();
    Optional<ConfigKey> elsewhere =
        ConfigKey.ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    String hint =
        elsewhere
            .map(key -> "; it belongs under '" + key.group() + "'")
            .orElseGet(() -> NearestSpelling.suggestion(name, known));
    return new BadConfigurationException(
        "config.unknown-key",
        where,
        "'%s' is no key of %s%s".formatted(name, group, hint),
        "keys here: "
            + ConfigKey.ALL.stream()
                .filter(key -> key.group().equals(group) && key.support() == Support.HONOURED)
                .map(ConfigKey::name)
                .collect(Collectors.joining(", ")));
  }

  public Path file() {
    return file;
  }

  /** Keys that are accepted and do nothing. */
  public List<Finding> findings() {
    return findings;
  }

  /** A value of any kind that is given and not empty. */
  public Optional<YamlNode> node(String group, String name) {
    return Optional.ofNullable(values.get(group + "." + name))
        .map(YamlNode.Entry::value)
        .filter(value -> !isEmpty(value));
  }

  /**
   * A text value that is given and not empty.
   *
   * @throws BadConfigurationException when it is a list or mapping
   */
  public Optional<String> text(String group, String name) {
    return node(group, name)
        .map(
            value ->
                switch (value) {
                  case YamlNode.Scalar(String text, int line) -> text;
                  case YamlNode.Sequence(List<YamlNode> items, int line) ->
                      items.stream()
                          .map(
                              item ->
                                  item instanceof YamlNode.Scalar(String text, int itemLine)
                                      ? text
                                      : unexpected(group, name, item, "plain values").text())
                          .collect(Collectors.joining(";"));
                  case YamlNode.Mapping mapping ->
                      unexpected(group, name, mapping, "a plain value").text();
                });
  }

  /** A text value split at semicolons, blanks trimmed; empty when not given. */
  public List<String> list(String group, String name) {
    return text(group, name).stream()
        .flatMap(text -> List.of(text.split(";")).stream())
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** A number in a closed range. */
  public Optional<Double> number(String group, String name, double low, double high) {
    Optional<YamlNode> node = node(group, name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String text = text(group, name).orElseThrow();
    try {
      double value = Double.parseDouble(text);
      if (value >= low && value <= high) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      throw invalid(group, name, node.get(), text, range(low, high));
    }
    throw invalid(group, name, node.get(), text, range(low, high));
  }

  private static String range(double low, double high) {
    return String.format(Locale.ROOT, "a number from %s to %s", low, high);
  }

  /** A value out of a closed set. */
  public Optional<String> choice(String group, String name, List<String> allowed) {
    Optional<String> text = text(group, name);
    if (text.isPresent() && !allowed.contains(text.get())) {
      throw invalid(
          group,
          name,
          node(group, name).orElseThrow(),
          text.get(),
          String.join(" | ", allowed) + NearestSpelling.suggestion(text.get(), allowed));
    }
    return text;
  }

  /** The error for a value that does not fit its key. */
  public BadConfigurationException invalid(
      String group, String name, YamlNode node, String found, String expected) {
    return new BadConfigurationException(
        "config.value",
        file + ":" + node.line(),
        "'%s.%s': expected %s, found '%s'".formatted(group, name, expected, found),
        "correct the value");
  }

  private YamlNode.Scalar unexpected(String group, String name, YamlNode node, String expected) {
    throw invalid(group, name, node, node.kind(), expected);
  }
}
