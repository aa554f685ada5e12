package io.plumbline.report.html;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Any JSON of a run as sections: those that it says itself, as {@link SectionTree} has them.
 * Without any, single values are facts, lists of objects are tables with a column for each value of
 * theirs, objects within objects are columns of their own. Where {@link DrawnTable} knows a table
 * it is drawn as well.
 */
final class JsonSections {
  private static final int DEEPEST = 4;

  private final String file;
  private final List<Section> sections = new ArrayList<>();

  private JsonSections(String file) {
    this.file = file;
  }

  /** The sections of a tree, in its order; the reason where those that it says are damaged. */
  static List<Section> of(String file, Object tree) {
    try {
      return SectionTree.read(tree).orElseGet(() -> made(file, tree));
    } catch (IllegalArgumentException e) {
      return made(file, Map.of("not shown", String.valueOf(e.getMessage())));
    }
  }

  private static List<Section> made(String file, Object tree) {
    JsonSections made = new JsonSections(file);
    made.add("", tree, 0);
    return List.copyOf(made.sections);
  }

  private void add(String title, Object tree, int depth) {
    if (isRows(tree)) {
      table(title, (List<?>) tree);
    } else if (tree instanceof Map<?, ?> map && depth < DEEPEST) {
      object(title, map, depth);
    }
  }

  private static boolean isRows(Object tree) {
    return tree instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(Map.class::isInstance);
  }

  private void object(String title, Map<?, ?> map, int depth) {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          boolean isEmpty = value instanceof List<?> list && list.isEmpty();
          if (!isEmpty && !isRows(value) && !(value instanceof Map)) {
            facts.put(String.valueOf(key), cell(value));
          }
        });
    if (!facts.isEmpty()) {
      sections.add(new Section.Facts(title, facts));
    }
    map.forEach(
        (key, value) ->
            add(title.isEmpty() ? String.valueOf(key) : title + " · " + key, value, depth + 1));
  }

  private void table(String title, List<?> rows) {
    List<Map<String, Cell>> flat = rows.stream().map(row -> flat((Map<?, ?>) row)).toList();
    SequencedSet<String> columns =
        flat.stream()
            .flatMap(row -> row.keySet().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Section.Table table =
        new Section.Table(
            title,
            List.copyOf(columns),
            flat.stream()
                .map(
                    row ->
                        columns.stream()
                            .map(column -> row.getOrDefault(column, Cell.missing()))
                            .toList())
                .toList());
    sections.add(DrawnTable.of(file, table));
  }

  private static Map<String, Cell> flat(Map<?, ?> row) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    row.forEach((key, value) -> flatten(String.valueOf(key), value, cells));
    return cells;
  }

  private static void flatten(String key, Object value, Map<String, Cell> cells) {
    if (value instanceof Map<?, ?> inner) {
      inner.forEach((name, each) -> flatten(key + "." + name, each, cells));
    } else {
      cells.put(key, cell(value));
    }
  }

  private static Cell cell(Object value) {
    return switch (value) {
      case List<?> list when list.isEmpty() -> Cell.missing();
      case List<?> list ->
          Cell.of(list.stream().map(JsonSections::word).collect(Collectors.joining(", ")));
      case null, default -> SectionTree.cell(value);
    };
  }

  private static String word(Object value) {
    return value instanceof Map<?, ?> map
        ? map.values().stream().map(String::valueOf).collect(Collectors.joining(" "))
        : String.valueOf(value);
  }
}
