package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Pieces of the tree that a configuration of Pulsar2 becomes. */
final class Pulsar2Tree {
  /** Stands for every input. */
  static final String ALL = "DEFAULT";

  private Pulsar2Tree() {}

  /** The input that is meant; empty for all. */
  static Optional<String> name(Message each) {
    return each.text("tensor_name").filter(name -> !name.equals(ALL));
  }

  static YamlNode list(List<String> texts, int line) {
    return new YamlNode.Sequence(texts.stream().map(text -> scalar(text, line)).toList(), line);
  }

  static YamlNode scalar(String text, int line) {
    return new YamlNode.Scalar(text, line);
  }

  static YamlNode.Mapping mapping(Map<String, YamlNode> fields, int line) {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    fields.forEach((name, node) -> entries.put(name, new YamlNode.Entry(node, node.line())));
    return new YamlNode.Mapping(entries, line);
  }

  static void put(SequencedMap<String, YamlNode.Entry> fields, String name, String text, int line) {
    fields.put(name, new YamlNode.Entry(scalar(text, line), line));
  }

  static void put(SequencedMap<String, YamlNode.Entry> fields, String name, YamlNode node) {
    fields.put(name, new YamlNode.Entry(node, node.line()));
  }

  static BadConfigurationException refused(
      Message message, String field, String reason, String remedy) {
    return new BadConfigurationException(
        "config.refused-key",
        message.where(field),
        "'%s' cannot be honoured: %s".formatted(field, reason),
        remedy);
  }
}
