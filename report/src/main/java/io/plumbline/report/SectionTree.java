package io.plumbline.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sections as trees that {@link Json} writes: a cell is a text, a number, or null where there is
 * nothing to say. Under {@code sections} of any JSON object in a working folder, {@code plumb
 * report} shows them.
 */
public final class SectionTree {
  private SectionTree() {}

  /** The text of a file that reports show: a title over sections. */
  public static String json(String kind, String title, List<? extends Section> sections) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("kind", kind);
    root.put("title", title);
    root.put("sections", sections.stream().map(SectionTree::write).toList());
    return Json.pretty(root);
  }

  public static Map<String, Object> write(Section section) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("is", section.getClass().getSimpleName().toLowerCase(Locale.ROOT));
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
