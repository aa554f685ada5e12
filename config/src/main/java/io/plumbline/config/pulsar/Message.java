package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A checked message; one that is not there has no fields.
 *
 * @param file for messages
 * @param line where it begins
 */
record Message(String file, YamlNode.Mapping mapping, int line) {
  static Message of(YamlNode.Mapping root, String file) {
    return new Message(file, root, root.line());
  }

  boolean has(String field) {
    return mapping.entries().containsKey(field);
  }

  /** File and line of a field, or of the message where the field is missing. */
  String where(String field) {
    return place(file, line(field));
  }

  /** File and line of the message. */
  String where() {
    return place(file, line);
  }

  /** A file and one of its lines; the file alone for what a command line gave in its place. */
  static String place(String file, int line) {
    return line == 0 ? file : file + ":" + line;
  }

  int line(String field) {
    YamlNode.Entry entry = mapping.entries().get(field);
    return entry == null ? line : entry.keyLine();
  }

  Optional<String> text(String field) {
    return texts(field).stream().findFirst();
  }

  List<String> texts(String field) {
    return nodes(field).stream()
        .filter(YamlNode.Scalar.class::isInstance)
        .map(node -> ((YamlNode.Scalar) node).text())
        .toList();
  }

  boolean flag(String field) {
    return text(field).filter("true"::equals).isPresent();
  }

  List<Double> numbers(String field) {
    return texts(field).stream().map(Double::valueOf).toList();
  }

  Message message(String field) {
    return messages(field).stream()
        .findFirst()
        .orElseGet(
            () -> new Message(file, new YamlNode.Mapping(new LinkedHashMap<>(), line), line));
  }

  List<Message> messages(String field) {
    return nodes(field).stream()
        .filter(YamlNode.Mapping.class::isInstance)
        .map(node -> new Message(file, (YamlNode.Mapping) node, node.line()))
        .toList();
  }

  private List<YamlNode> nodes(String field) {
    YamlNode.Entry entry = mapping.entries().get(field);
    if (entry == null) {
      return List.of();
    }
    return entry.value() instanceof YamlNode.Sequence(List<YamlNode> items, int _)
        ? items
        : List.of(entry.value());
  }
}
