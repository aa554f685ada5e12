package io.plumbline.config.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A YAML value that remembers its line (from 1). */
public sealed interface YamlNode {
  int line();

  /** Text, number, boolean or null; null and empty are both the empty text. */
  record Scalar(String text, int line) implements YamlNode {}

  record Sequence(List<YamlNode> items, int line) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Mapping(SequencedMap<String, Entry> entries, int line) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }
  }

  /** A value with the line of its key. */
  record Entry(YamlNode value, int keyLine) {}

  /** What this node is, for messages. */
  default String kind() {
    return switch (this) {
      case Scalar scalar -> "'" + scalar.text() + "'";
      case Sequence sequence -> "a list";
      case Mapping mapping -> "a mapping";
    };
  }
}
