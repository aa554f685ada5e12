package io.plumbline.config.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments of a text that was made of another file: its first line names that file, and a line ends
 * with the number of the line that it came from. Whatever is said of the text then names what its
 * user wrote.
 *
 * @param file the other one
 * @param lines of that, by the lines of the text from the first; 0 for those that came from
 *     elsewhere
 */
public record LineOrigins(Path file, List<Integer> lines) {
  private static final Pattern FIRST =
      Pattern.compile("^(?:#|//) made of (.+), whose lines are named$");
  private static final Pattern LINE = Pattern.compile("(?:#|//) line (\\d+)$");

  public LineOrigins {
    lines = List.copyOf(lines);
  }

  /**
   * The first line of a text.
   *
   * @param sign what begins a comment, {@code #} or {@code //}
   */
  public static String first(String sign, Path file) {
    return "%s made of %s, whose lines are named".formatted(sign, file);
  }

  /** What a line ends with; nothing where it came from no line. */
  public static String of(String sign, int line) {
    return line > 0 ? " %s line %d".formatted(sign, line) : "";
  }

  /** What a text says of itself; empty where it was made of no other file. */
  public static Optional<LineOrigins> read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Matcher first = FIRST.matcher(lines.getFirst());
    if (!first.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LineOrigins(Path.of(first.group(1)), lines.stream().map(LineOrigins::number).toList()));
  }

  private static int number(String line) {
    Matcher marked = LINE.matcher(line);
    return marked.find() ? Integer.parseInt(marked.group(1)) : 0;
  }

  /** A tree of the text with the lines of the other file. */
  public YamlNode placed(YamlNode node) {
    int line = origin(node.line());
    return switch (node) {
      case YamlNode.Scalar(String text, int _) -> new YamlNode.Scalar(text, line);
      case YamlNode.Sequence(List<YamlNode> items, int _) -> {
        List<YamlNode> own = new ArrayList<>();
        items.forEach(item -> own.add(placed(item)));
        yield new YamlNode.Sequence(own, line);
      }
      case YamlNode.Mapping(SequencedMap<String, YamlNode.Entry> entries, int _) -> {
        SequencedMap<String, YamlNode.Entry> own = new LinkedHashMap<>();
        entries.forEach(
            (key, entry) ->
                own.put(key, new YamlNode.Entry(placed(entry.value()), origin(entry.keyLine()))));
        yield new YamlNode.Mapping(own, line);
      }
    };
  }

  private int origin(int line) {
    return line >= 1 && line <= lines.size() ? lines.get(line - 1) : 0;
  }
}
