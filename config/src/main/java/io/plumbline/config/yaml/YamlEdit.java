package io.plumbline.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Changes single keys of a text of groups of keys, and leaves every other line, comments among
 * them, as it is.
 */
public final class YamlEdit {
  private static final String INDENT = "  ";

  private final String where;
  private final List<String> lines;

  /**
   * @param where names the source in errors
   */
  public YamlEdit(String text, String where) {
    this.where = where;
    this.lines = new ArrayList<>(text.lines().toList());
  }

  /** The text as it is by now. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  /** Removes a key with its value, if it is there. */
  public void remove(String group, String key) {
    unfold(group);
    place(group, key).ifPresent(place -> lines.subList(place.begin(), place.end()).clear());
  }

  /** Gives a key a value of one line; a comment behind the old one stays. */
  public void set(String group, String key, String value) {
    unfold(group);
    String comment =
        place(group, key)
            .filter(place -> place.end() == place.begin() + 1)
            .map(place -> comment(lines.get(place.begin())))
            .orElse("");
    replace(group, key, List.of(key + ": " + value + comment));
  }

  /**
   * Gives a key a value of several lines.
   *
   * @param block the key with its colon, and further lines indented against it
   */
  public void replace(String group, String key, List<String> block) {
    unfold(group);
    Optional<Place> place = place(group, key);
    int at = place.map(Place::begin).orElseGet(() -> end(group));
    place.ifPresent(old -> lines.subList(old.begin(), old.end()).clear());
    String indent = place.map(Place::indent).orElseGet(() -> indent(group));
    lines.addAll(at, block.stream().map(line -> indent + line).toList());
  }

  /**
   * Rewrites a list of one item a line that lies under a key of a key, leaving lines of items that
   * stay as they are.
   *
   * @param path group, key and keys below it
   * @param old what the items are
   * @param wanted what they are to be
   * @return whether the list has that form; else nothing is changed
   */
  public boolean items(List<String> path, List<String> old, List<String> wanted) {
    Optional<List<Integer>> places = itemLines(path).filter(found -> found.size() == old.size());
    if (places.isEmpty() || old.isEmpty() || wanted.isEmpty()) {
      return false;
    }
    List<Integer> at = places.get();
    List<String> block = new ArrayList<>();
    String indent = indentOf(lines.get(at.getFirst()));
    int next = 0;
    for (String item : wanted) {
      int same = old.subList(next, old.size()).indexOf(item);
      block.add(same < 0 ? indent + "- " + item : lines.get(at.get(next + same)));
      next = same < 0 ? next : next + same + 1;
    }
    lines.subList(at.getFirst(), at.getLast() + 1).clear();
    lines.addAll(at.getFirst(), block);
    return true;
  }

  /**
   * The lines of a list's items, from 0; empty unless each has one of its own, one after another.
   */
  private Optional<List<Integer>> itemLines(List<String> path) {
    YamlNode node = YamlReader.parse(text(), where);
    for (String key : path) {
      if (!(node instanceof YamlNode.Mapping mapping) || !mapping.entries().containsKey(key)) {
        return Optional.empty();
      }
      node = Objects.requireNonNull(mapping.entries().get(key)).value();
    }
    if (!(node instanceof YamlNode.Sequence(List<YamlNode> items, int _)) || items.isEmpty()) {
      return Optional.empty();
    }
    int first = items.getFirst().line() - 1;
    for (int i = 0; i < items.size(); i++) {
      boolean own =
          items.get(i).line() - 1 == first + i && lines.get(first + i).strip().startsWith("- ");
      if (!own) {
        return Optional.empty();
      }
    }
    return Optional.of(IntStream.range(first, first + items.size()).boxed().toList());
  }

  /**
   * Lines of a key.
   *
   * @param begin the line of the key, from 0
   * @param end the line after its value
   */
  private record Place(int begin, int end, String indent) {}

  private Optional<Place> place(String group, String key) {
    return keys(group)
        .flatMap(mapping -> Optional.ofNullable(mapping.entries().get(key)))
        .map(
            entry -> {
              int begin = entry.keyLine() - 1;
              String indent = indentOf(lines.get(begin));
              return new Place(begin, endOf(begin, indent.length()), indent);
            });
  }

  private Optional<YamlNode.Mapping> keys(String group) {
    return YamlReader.parse(text(), where) instanceof YamlNode.Mapping root
            && root.entries().get(group) != null
            && root.entries().get(group).value() instanceof YamlNode.Mapping mapping
        ? Optional.of(mapping)
        : Optional.empty();
  }

  /** Writes a group in braces with a line for each key, its comments before them. */
  private void unfold(String group) {
    Optional<YamlNode.Mapping> keys = keys(group);
    int begin = keys.isPresent() ? line(group) : -1;
    if (begin < 0 || !lines.get(begin).replaceFirst("\\s#.*", "").contains("{")) {
      return;
    }
    int end = begin + 1;
    while (end < lines.size() && !isKey(lines.get(end))) {
      end++;
    }
    List<String> old = lines.subList(begin, end);
    List<String> block = new ArrayList<>(List.of(group + ":"));
    old.stream()
        .map(YamlEdit::comment)
        .filter(comment -> !comment.isEmpty())
        .forEach(comment -> block.add(INDENT + comment.strip()));
    keys.get()
        .entries()
        .forEach((key, entry) -> block.add(INDENT + key + ": " + YamlText.flow(entry.value())));
    old.clear();
    lines.addAll(begin, block);
  }

  /** The line of a group from 0, negative where it has none of its own. */
  private int line(String group) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).startsWith(group + ":"))
        .findFirst()
        .orElse(-1);
  }

  private static boolean isKey(String line) {
    return !line.isEmpty() && "}# \t".indexOf(line.charAt(0)) < 0;
  }

  /** After the last line that is indented further, or is an item of a list as far as the key. */
  private int endOf(int begin, int indent) {
    int end = begin + 1;
    for (int i = begin + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      int depth = indentOf(line).length();
      boolean within = depth > indent || (depth == indent && line.strip().startsWith("- "));
      if (!line.isBlank() && !within) {
        break;
      }
      end = line.isBlank() || line.strip().startsWith("#") ? end : i + 1;
    }
    return end;
  }

  /** Where a new key of a group goes; the group is made where it is missing. */
  private int end(String group) {
    Optional<YamlNode.Mapping> keys = keys(group);
    if (keys.isPresent()) {
      int last =
          keys.get().entries().values().stream()
              .mapToInt(YamlNode.Entry::keyLine)
              .max()
              .orElseThrow();
      return endOf(last - 1, indentOf(lines.get(last - 1)).length());
    }
    int own = line(group);
    if (own >= 0) {
      return own + 1;
    }
    lines.add(group + ":");
    return lines.size();
  }

  private String indent(String group) {
    return keys(group)
        .map(mapping -> mapping.entries().firstEntry())
        .map(Map.Entry::getValue)
        .map(entry -> indentOf(lines.get(entry.keyLine() - 1)))
        .orElse(INDENT);
  }

  private static String indentOf(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  /** From the blank before a comment on; a # inside quotes is none. */
  private static String comment(String line) {
    int at = line.lastIndexOf(" #");
    boolean quoted = at >= 0 && (line.indexOf('\'', at) >= 0 || line.indexOf('"', at) >= 0);
    return at < 0 || quoted ? "" : line.substring(at);
  }
}
