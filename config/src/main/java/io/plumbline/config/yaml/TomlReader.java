package io.plumbline.config.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads TOML 1.0 into {@link YamlNode}s: tables and arrays of them, dotted keys, strings of all
 * four kinds, and numbers, booleans and dates as the texts that they are.
 */
public final class TomlReader {
  private static final int DEEPEST = 64;

  private final TomlLexer text;

  private TomlReader(TomlLexer text) {
    this.text = text;
  }

  /** Whether a file is one by its name. */
  public static boolean recognises(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".toml");
  }

  /**
   * Reads a text.
   *
   * @param where names its source in errors
   * @throws io.plumbline.tensor.BadConfigurationException naming the line that is damaged, or that
   *     says something again
   */
  public static YamlNode.Mapping parse(String text, String where) {
    return new TomlReader(new TomlLexer(text, where)).document();
  }

  private YamlNode.Mapping document() {
    TomlTable root = new TomlTable(1);
    TomlTable current = root;
    text.passLines();
    while (!text.atEnd()) {
      int line = text.line();
      if (text.takes("[[")) {
        List<String> path = path();
        expect("]]");
        current = parent(root, path).append(path.getLast(), line, text);
      } else if (text.takes("[")) {
        List<String> path = path();
        expect("]");
        current = parent(root, path).open(path.getLast(), line, text);
      } else {
        pair(current, 0);
      }
      text.endLine();
      text.passLines();
    }
    return root.node();
  }

  private TomlTable parent(TomlTable table, List<String> path) {
    TomlTable parent = table;
    for (String key : path.subList(0, path.size() - 1)) {
      parent = parent.below(key, text.line(), text);
    }
    return parent;
  }

  private List<String> path() {
    List<String> keys = new ArrayList<>();
    do {
      keys.add(text.key());
    } while (text.takes("."));
    return keys;
  }

  private void pair(TomlTable table, int depth) {
    int line = text.line();
    List<String> path = path();
    expect("=");
    parent(table, path).put(path.getLast(), value(depth), line, text);
  }

  private YamlNode value(int depth) {
    if (depth > DEEPEST) {
      throw text.error("nested deeper than " + DEEPEST + " levels");
    }
    int line = text.line();
    if (text.takes("[")) {
      return list(line, depth);
    }
    if (text.takes("{")) {
      return inline(line, depth);
    }
    return new YamlNode.Scalar(text.scalar(), line);
  }

  private YamlNode list(int line, int depth) {
    List<YamlNode> items = new ArrayList<>();
    text.passLines();
    while (!text.takes("]")) {
      items.add(value(depth + 1));
      text.passLines();
      if (!text.takes(",")) {
        expect("]");
        break;
      }
      text.passLines();
    }
    return new YamlNode.Sequence(items, line);
  }

  private YamlNode inline(int line, int depth) {
    TomlTable table = new TomlTable(line);
    if (!text.takes("}")) {
      do {
        pair(table, depth + 1);
      } while (text.takes(","));
      expect("}");
    }
    return table.node();
  }

  private void expect(String sign) {
    if (!text.takes(sign)) {
      throw text.error("expected '%s', found %s".formatted(sign, text.found()));
    }
  }
}
