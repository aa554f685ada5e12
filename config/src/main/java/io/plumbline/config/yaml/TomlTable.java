package io.plumbline.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A table while it grows: TOML may come back to one. */
final class TomlTable {
  private sealed interface Part {}

  private record Value(YamlNode node, int line) implements Part {}

  private record Below(TomlTable table, int line) implements Part {}

  private record Several(List<TomlTable> tables, int line) implements Part {}

  private final int line;
  private final SequencedMap<String, Part> parts = new LinkedHashMap<>();

  TomlTable(int line) {
    this.line = line;
  }

  void put(String key, YamlNode node, int keyLine, TomlLexer text) {
    if (parts.putIfAbsent(key, new Value(node, keyLine)) != null) {
      throw again(key, text);
    }
  }

  /** The table of a key that others are below of, which is made where it is not there. */
  TomlTable below(String key, int keyLine, TomlLexer text) {
    Part part = parts.computeIfAbsent(key, _ -> new Below(new TomlTable(keyLine), keyLine));
    return switch (part) {
      case Below below -> below.table();
      case Several several -> several.tables().getLast();
      case Value _ -> throw again(key, text);
    };
  }

  /** The table of a header. */
  TomlTable open(String key, int keyLine, TomlLexer text) {
    if (parts.get(key) instanceof Several) {
      throw again(key, text);
    }
    return below(key, keyLine, text);
  }

  /** One more table of a header in double brackets. */
  TomlTable append(String key, int keyLine, TomlLexer text) {
    Part part = parts.computeIfAbsent(key, _ -> new Several(new ArrayList<>(), keyLine));
    if (!(part instanceof Several(List<TomlTable> tables, int _))) {
      throw again(key, text);
    }
    tables.add(new TomlTable(keyLine));
    return tables.getLast();
  }

  YamlNode.Mapping node() {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    parts.forEach((key, part) -> entries.put(key, entry(part)));
    return new YamlNode.Mapping(entries, line);
  }

  private static YamlNode.Entry entry(Part part) {
    return switch (part) {
      case Value(YamlNode node, int keyLine) -> new YamlNode.Entry(node, keyLine);
      case Below(TomlTable table, int keyLine) -> new YamlNode.Entry(table.node(), keyLine);
      case Several(List<TomlTable> tables, int keyLine) ->
          new YamlNode.Entry(
              new YamlNode.Sequence(
                  tables.stream().<YamlNode>map(TomlTable::node).toList(), keyLine),
              keyLine);
    };
  }

  private static RuntimeException again(String key, TomlLexer text) {
    return text.error("key '%s' stands twice".formatted(key));
  }
}
