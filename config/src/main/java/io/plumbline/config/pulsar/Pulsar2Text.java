package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.LineOrigins;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.report.Json;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree as JSON, a value a line, with comments that say which line of another file each is
 * from.
 */
final class Pulsar2Text {
  private static final String SIGN = "//";

  private final StringBuilder text = new StringBuilder();

  private Pulsar2Text() {}

  static String of(YamlNode root, Path file) {
    Pulsar2Text written = new Pulsar2Text();
    written.text.append(LineOrigins.first(SIGN, file)).append('\n');
    written.value("", "", root, root.line(), "");
    return written.text.toString();
  }

  /**
   * @param before what stands before the value on its line, its key
   * @param after what follows it, a comma
   */
  private void value(String indent, String before, YamlNode node, int line, String after) {
    switch (node) {
      case YamlNode.Scalar(String value, int _) ->
          line(indent + before + Json.compact(value) + after, line);
      case YamlNode.Sequence(List<YamlNode> items, int _) -> {
        line(indent + before + "[", line);
        Iterator<YamlNode> each = items.iterator();
        while (each.hasNext()) {
          YamlNode item = each.next();
          value(indent + "  ", "", item, item.line(), comma(each));
        }
        line(indent + "]" + after, 0);
      }
      case YamlNode.Mapping mapping -> {
        line(indent + before + "{", line);
        Iterator<Map.Entry<String, YamlNode.Entry>> each = mapping.entries().entrySet().iterator();
        while (each.hasNext()) {
          var field = each.next();
          YamlNode.Entry entry = field.getValue();
          String key = Json.compact(field.getKey()) + ": ";
          value(indent + "  ", key, entry.value(), entry.keyLine(), comma(each));
        }
        line(indent + "}" + after, 0);
      }
    }
  }

  private static String comma(Iterator<?> each) {
    return each.hasNext() ? "," : "";
  }

  private void line(String content, int origin) {
    text.append(content).append(LineOrigins.of(SIGN, origin)).append('\n');
  }
}
