package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads protobuf's text format into {@link YamlNode}s. A message is a mapping; a field that stands
 * more than once, or has a list, is a sequence of all its values.
 */
public final class TextProto {
  private static final int DEEPEST = 64;

  private final String where;
  private final TextProtoLexer lexer;

  private TextProto(String text, String where) {
    this.where = where;
    this.lexer = new TextProtoLexer(text, where);
  }

  /**
   * Parses a text.
   *
   * @param where names its source in errors
   * @throws BadConfigurationException naming the line that is not readable
   */
  public static YamlNode.Mapping parse(String text, String where) {
    TextProto parser = new TextProto(text, where);
    return parser.message("", 1, 0);
  }

  /**
   * The fields up to the end of the message.
   *
   * @param close the character that ends it; empty for the end of the text
   * @param line where it begins
   */
  private YamlNode.Mapping message(String close, int line, int depth) {
    if (depth > DEEPEST) {
      throw error(line, "nested deeper than %d levels".formatted(DEEPEST));
    }
    SequencedMap<String, YamlNode.Entry> fields = new LinkedHashMap<>();
    while (!lexer.takes(close)) {
      if (lexer.atEnd()) {
        throw error(line, "the '%s' that closes this message is missing".formatted(close));
      }
      field(fields, depth);
    }
    return new YamlNode.Mapping(fields, line);
  }

  private void field(SequencedMap<String, YamlNode.Entry> fields, int depth) {
    int line = lexer.line();
    String name = lexer.name();
    boolean colon = lexer.takes(":");
    YamlNode value = value(name, colon, depth);
    fields.merge(name, new YamlNode.Entry(value, line), TextProto::both);
    if (!lexer.takes(",")) {
      lexer.takes(";");
    }
  }

  private static YamlNode.Entry both(YamlNode.Entry first, YamlNode.Entry second) {
    List<YamlNode> items = new ArrayList<>(items(first.value()));
    items.addAll(items(second.value()));
    return new YamlNode.Entry(new YamlNode.Sequence(items, first.value().line()), first.keyLine());
  }

  private static List<YamlNode> items(YamlNode node) {
    return node instanceof YamlNode.Sequence(List<YamlNode> items, int _) ? items : List.of(node);
  }

  private YamlNode value(String name, boolean colon, int depth) {
    int line = lexer.line();
    if (lexer.takes("{")) {
      return message("}", line, depth + 1);
    }
    if (lexer.takes("<")) {
      return message(">", line, depth + 1);
    }
    if (lexer.takes("[")) {
      return list(name, line, depth + 1);
    }
    if (!colon) {
      throw error(line, "a ':' or '{' is missing after '%s'".formatted(name));
    }
    return new YamlNode.Scalar(lexer.scalar(), line);
  }

  private YamlNode list(String name, int line, int depth) {
    List<YamlNode> items = new ArrayList<>();
    while (!lexer.takes("]")) {
      if (!items.isEmpty() && !lexer.takes(",")) {
        throw error(line, "the ']' that closes this list is missing");
      }
      items.add(value(name, true, depth));
    }
    return new YamlNode.Sequence(items, line);
  }

  private BadConfigurationException error(int line, String message) {
    return TextProtoLexer.error(where, line, message);
  }
}
