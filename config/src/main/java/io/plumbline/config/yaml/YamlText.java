package io.plumbline.config.yaml;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Writes {@link YamlNode}s in flow style, on one line. */
public final class YamlText {
  private YamlText() {}

  /** A node as text that reads as the same node. */
  public static String flow(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(String text, int line) -> scalar(text);
      case YamlNode.Sequence(List<YamlNode> items, int line) ->
          items.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
      case YamlNode.Mapping(SequencedMap<String, YamlNode.Entry> entries, int line) ->
          entries.entrySet().stream()
              .map(entry -> scalar(entry.getKey()) + ": " + flow(entry.getValue().value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /** Scalars are texts here, so quotes change nothing. */
  private static String scalar(String text) {
    return text.matches("[A-Za-z0-9_.+-]+") ? text : "'" + text.replace("'", "''") + "'";
  }
}
