package io.plumbline.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Sections as trees that {@link Json} writes and reads: a cell is a text, a number, or null where
 * there is nothing to say. A JSON object in a working folder that has them under {@link #KEY} is
 * shown by {@code plumb report} as they say.
 */
public final class SectionTree {
  /** Where an object has its sections. */
  public static final String KEY = "sections";

  private static final String KIND = "is";
  private static final int DECIMALS = 6;

  private SectionTree() {}

  /** A list of trees. */
  public static List<Map<String, Object>> write(List<? extends Section> sections) {
    return sections.stream().map(SectionTree::write).toList();
  }

  /**
   * The sections of a file; empty where it says nothing of any.
   *
   * @param file the tree of a JSON text
   * @throws IllegalArgumentException when they are not as {@link #write} writes them
   */
  public static Optional<List<Section>> read(Object file) {
    return file instanceof Map<?, ?> root
            && root.get(KEY) instanceof List<?> trees
            && trees.stream()
                .allMatch(tree -> tree instanceof Map<?, ?> map && map.get(KIND) != null)
        ? Optional.of(trees.stream().map(tree -> section((Map<?, ?>) tree)).toList())
        : Optional.empty();
  }

  private static Section section(Map<?, ?> tree) {
    String title = text(tree.get("title"));
    return switch (text(tree.get(KIND))) {
      case "table" -> table(title, tree);
      case "chart" ->
          new Section.Chart(
              table(title, tree),
              Section.Chart.Shape.valueOf(text(tree.get("shape")).toUpperCase(Locale.ROOT)),
              text(tree.get("labels")),
              texts(tree.get("values")));
      case "facts" -> {
        SequencedMap<String, Cell> facts = new LinkedHashMap<>();
        for (Object row : list(tree.get("rows"))) {
          List<?> cells = list(row);
          if (cells.size() != 2) {
            throw unexpected(row);
          }
          facts.put(text(cells.getFirst()), cell(cells.getLast()));
        }
        yield new Section.Facts(title, facts);
      }
      default -> throw unexpected(tree.get(KIND));
    };
  }

  private static Section.Table table(String title, Map<?, ?> tree) {
    return new Section.Table(
        title,
        texts(tree.get("columns")),
        list(tree.get("rows")).stream()
            .map(row -> list(row).stream().map(SectionTree::cell).toList())
            .toList());
  }

  /** The cell of a single value. */
  public static Cell cell(@Nullable Object value) {
    return switch (value) {
      case null -> Cell.missing();
      case Integer number -> Cell.of(number.longValue());
      case Long number -> Cell.of(number);
      case BigDecimal number -> Cell.real(number.doubleValue(), DECIMALS);
      default -> special(String.valueOf(value));
    };
  }

  /** What JSON has no number for. */
  private static Cell special(String text) {
    return switch (text) {
      case "NaN", "Infinity", "-Infinity" -> Cell.real(Double.parseDouble(text), DECIMALS);
      default -> Cell.of(text);
    };
  }

  private static List<?> list(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return list;
    }
    throw unexpected(tree);
  }

  private static List<String> texts(@Nullable Object tree) {
    return list(tree).stream().map(SectionTree::text).toList();
  }

  private static String text(@Nullable Object tree) {
    if (tree instanceof String text) {
      return text;
    }
    throw unexpected(tree);
  }

  private static IllegalArgumentException unexpected(@Nullable Object tree) {
    return new IllegalArgumentException("sections cannot be read at " + tree);
  }

  private static Map<String, Object> write(Section section) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(KIND, section.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    tree.put("title", section.title());
    switch (section) {
      case Section.Table table -> put(tree, table);
      case Section.Chart chart -> {
        tree.put("shape", chart.shape().name().toLowerCase(Locale.ROOT));
        tree.put("labels", chart.labels());
        tree.put("values", chart.values());
        put(tree, chart.table());
      }
      case Section.Facts facts -> {
        List<List<Object>> rows = new ArrayList<>();
        facts.facts().forEach((name, cell) -> rows.add(row(List.of(Cell.of(name), cell))));
        tree.put("rows", rows);
      }
    }
    return tree;
  }

  private static void put(Map<String, Object> tree, Section.Table table) {
    tree.put("columns", table.columns());
    tree.put("rows", table.rows().stream().map(SectionTree::row).toList());
  }

  private static List<Object> row(List<Cell> cells) {
    List<Object> row = new ArrayList<>();
    for (Cell cell : cells) {
      row.add(
          switch (cell) {
            case Cell.Text(String text) -> text;
            case Cell.Count(long value) -> value;
            case Cell.Real(double value, int _) -> value;
            case Cell.Missing() -> null;
          });
    }
    return row;
  }
}
