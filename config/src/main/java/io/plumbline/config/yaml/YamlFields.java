package io.plumbline.config.yaml;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The keys of one mapping, checked as they are read: unknown and missing ones, and values of
 * another kind, are errors that name file, line, key and what was expected.
 */
public final class YamlFields {
  private final String where;
  private final String path;
  private final YamlNode.Mapping mapping;

  private YamlFields(String where, String path, YamlNode.Mapping mapping) {
    this.where = where;
    this.path = path;
    this.mapping = mapping;
  }

  /**
   * The keys of a node.
   *
   * @param where the file, for messages
   * @param path of the node in the file, for messages; empty for the whole file
   * @param known every key it may have
   * @throws BadConfigurationException when it is no mapping or has another key
   */
  public static YamlFields of(YamlNode node, String where, String path, List<String> known) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw new BadConfigurationException(
          "config.no-mapping",
          where + ":" + node.line(),
          "%s: expected the keys %s, found %s"
              .formatted(path.isEmpty() ? "the file" : path, String.join(", ", known), node.kind()),
          "write KEY: VALUE, one a line");
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                throw new BadConfigurationException(
                    "config.unknown-key",
                    where + ":" + entry.keyLine(),
                    "'%s' is no key here%s".formatted(key, NearestSpelling.suggestion(key, known)),
                    "keys here: " + String.join(", ", known));
              }
            });
    return new YamlFields(where, path, mapping);
  }

  /** The node under a key; empty where the key is missing. */
  public Optional<YamlNode> node(String key) {
    return Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value);
  }

  /** The node under a key that must be there. */
  public YamlNode required(String key, String expected) {
    return node(key)
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "config.missing-key",
                    where + ":" + mapping.line(),
                    "'%s' is missing: %s".formatted(name(key), expected),
                    "add the key"));
  }

  /** A text that must be there and not be empty. */
  public String text(String key, String expected) {
    YamlNode node = required(key, expected);
    if (node instanceof YamlNode.Scalar(String text, int line) && !text.isEmpty()) {
      return text;
    }
    throw invalid(key, node, node.kind(), expected);
  }

  /** One of a few words that must be there. */
  public <T> T choice(String key, SequencedMap<String, T> words) {
    String expected = String.join(" | ", words.keySet());
    return choice(key, text(key, expected), words);
  }

  /** One of a few words, or a value where the key is missing. */
  public <T> T choice(String key, SequencedMap<String, T> words, T otherwise) {
    return node(key).isEmpty() ? otherwise : choice(key, words);
  }

  private <T> T choice(String key, String text, SequencedMap<String, T> words) {
    T value = words.get(text);
    if (value == null) {
      List<String> names = List.copyOf(words.keySet());
      throw invalid(
          key,
          required(key, ""),
          "'" + text + "'",
          String.join(" | ", names) + NearestSpelling.suggestion(text, names));
    }
    return value;
  }

  /** A whole number that must be there. */
  public int whole(String key, int low, int high) {
    String expected = "a whole number from %d to %d".formatted(low, high);
    String text = text(key, expected);
    try {
      int value = Integer.parseInt(text);
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(key, required(key, expected), "'" + text + "'", expected);
    }
    throw invalid(key, required(key, expected), "'" + text + "'", expected);
  }

  /** The items of a list that must be there and not be empty. */
  public List<YamlNode> items(String key, String expected) {
    YamlNode node = required(key, expected);
    if (node instanceof YamlNode.Sequence(List<YamlNode> items, int line) && !items.isEmpty()) {
      return items;
    }
    throw invalid(key, node, node.kind(), expected);
  }

  /** The error for a value that does not fit its key. */
  public BadConfigurationException invalid(
      String key, YamlNode node, String found, String expected) {
    return new BadConfigurationException(
        "config.value",
        where + ":" + node.line(),
        "'%s': expected %s, found %s".formatted(name(key), expected, found),
        "correct the value");
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Words and what they stand for, in this order in messages. */
  public static <T> SequencedMap<String, T> words(List<Map.Entry<String, T>> words) {
    SequencedMap<String, T> map = new LinkedHashMap<>();
    words.forEach(word -> map.put(word.getKey(), word.getValue()));
    return Collections.unmodifiableSequencedMap(map);
  }
}
