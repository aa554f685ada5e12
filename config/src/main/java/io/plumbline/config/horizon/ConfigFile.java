package io.plumbline.config.horizon;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.dialect.ValueRule;
import io.plumbline.config.horizon.ConfigKey.Support;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A configuration file checked against the catalogue of keys: every key in it is documented and
 * honoured, or has a finding that says why it does nothing.
 */
public final class ConfigFile {
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
   * Checks the keys of a file.
   *
   * @throws BadConfigurationException naming file, line, key and nearest spelling
   */
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
      case YamlNode.Scalar scalar -> {
        if (!scalar.text().isEmpty()) {
          throw noMapping(file, group, scalar);
        }
      }
      case YamlNode.Sequence sequence -> throw noMapping(file, group, sequence);
    }
  }

  private static BadConfigurationException noMapping(Path file, String group, YamlNode found) {
    return new BadConfigurationException(
        "config.no-mapping",
        file + ":" + found.line(),
        "'%s' holds keys and values, found %s".formatted(group, found.kind()),
        "indent its keys by two spaces");
  }

  private static void key(
      Path file,
      String group,
      String name,
      YamlNode.Entry entry,
      SequencedMap<String, YamlNode.Entry> values,
      List<Finding> findings) {
    String where = file + ":" + entry.keyLine();
    ConfigKey key =
        ConfigCatalogue.key(group, name).orElseThrow(() -> unknownKey(where, group, name));
    if (isEmpty(entry.value())) {
      return;
    }
    check(file, key, entry.value());
    switch (key.support()) {
      case HONOURED -> values.put(key.path(), entry);
      case NO_EFFECT -> {
        if (key.isWritten()) {
          findings.add(
              Finding.info(
                  "config.no-effect",
                  where,
                  "'%s' has no effect: %s".formatted(name, key.explanation())));
        }
      }
    }
  }

  private static void check(Path file, ConfigKey key, YamlNode node) {
    if (node instanceof YamlNode.Scalar(String text, int line)) {
      check(file + ":" + line, key, text);
    }
    if (!(node instanceof YamlNode.Scalar) && !key.rule().takesLists()) {
      throw new BadConfigurationException(
          "config.value",
          file + ":" + node.line(),
          "'%s': found %s, expected %s, which is one value"
              .formatted(key.path(), node.kind(), key.rule().description()),
          "correct the value");
    }
    boolean isPlain =
        node instanceof YamlNode.Sequence(List<YamlNode> items, int line)
            && items.stream().allMatch(YamlNode.Scalar.class::isInstance);
    if (isPlain && !(key.rule() instanceof ValueRule.Text)) {
      check(file + ":" + node.line(), key, joined((YamlNode.Sequence) node));
    }
  }

  /** Plain values of a list as the text that stands for them. */
  private static String joined(YamlNode.Sequence list) {
    return list.items().stream()
        .map(item -> ((YamlNode.Scalar) item).text())
        .collect(Collectors.joining(";"));
  }

  private static void check(String where, ConfigKey key, String text) {
    key.rule()
        .problem(text)
        .ifPresent(
            expected -> {
              throw new BadConfigurationException(
                  "config.value",
                  where,
                  "'%s': found '%s', expected %s".formatted(key.path(), text, expected),
                  "correct the value");
            });
  }

  private static boolean isEmpty(YamlNode node) {
    return node instanceof YamlNode.Scalar(String text, int line)
        && (text.isEmpty() || text.equals("None"));
  }

  private static BadConfigurationException unknownKey(String where, String group, String name) {
    List<String> known = ConfigCatalogue.ofGroup(group).stream().map(ConfigKey::name).toList();
    Optional<ConfigKey> elsewhere =
        ConfigCatalogue.ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    String hint =
        elsewhere
            .map(key -> "; it belongs under '" + key.group() + "'")
            .orElseGet(() -> NearestSpelling.suggestion(name, known));
    return new BadConfigurationException(
        "config.unknown-key",
        where,
        "'%s' is no key of %s%s".formatted(name, group, hint),
        "keys here: "
            + ConfigCatalogue.ofGroup(group).stream()
                .filter(key -> key.support() == Support.HONOURED)
                .map(ConfigKey::name)
                .collect(Collectors.joining(", ")));
  }

  public Path file() {
    return file;
  }

  /** A path of this file, relative to its folder. */
  Path path(String text) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of(text) : folder.resolve(text).normalize();
  }

  /** How pictures become inputs, inline or in a file of its own; empty when nothing says it. */
  public Optional<YamlNode> preprocess() {
    return node(ConfigKey.CALIBRATION, "preprocess")
        .map(
            node ->
                node instanceof YamlNode.Scalar(String text, int line)
                    ? PreprocessFile.node(path(text))
                    : PreprocessFile.withFilesBelow(node, file.toAbsolutePath().getParent()));
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

  /**
   * A value for each input, separated by semicolons; {@code None} stands for none.
   *
   * @param inputs how many there are
   * @return one entry for each input, all empty when the key is not given
   * @throws BadConfigurationException when it lists another number of values
   */
  public List<Optional<String>> perInput(String group, String name, int inputs) {
    Optional<String> text = text(group, name);
    if (text.isEmpty()) {
      return Collections.nCopies(inputs, Optional.empty());
    }
    List<String> items = new ArrayList<>(List.of(text.get().split(";", -1)));
    if (items.size() == inputs + 1 && items.getLast().isBlank()) {
      items.removeLast();
    }
    if (items.size() != inputs) {
      throw invalid(
          group,
          name,
          node(group, name).orElseThrow(),
          text.get(),
          String.format(
              Locale.ROOT, "a value for each of %s, separated by ';'", Count.of(inputs, "input")));
    }
    return items.stream()
        .map(String::strip)
        .map(
            item ->
                item.isEmpty() || item.equals("None")
                    ? Optional.<String>empty()
                    : Optional.of(item))
        .toList();
  }

  /** File and line of a key, or the file when the key is not given. */
  public String where(String group, String name) {
    YamlNode.Entry entry = values.get(group + "." + name);
    return entry == null ? file.toString() : file + ":" + entry.keyLine();
  }

  /** Whether a flag is given and set. */
  public boolean flag(String group, String name) {
    return text(group, name).map(ValueRule.Flag::isYes).orElse(false);
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
