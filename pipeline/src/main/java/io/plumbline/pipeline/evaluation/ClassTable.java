package io.plumbline.pipeline.evaluation;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;

/** A share for each class and model. */
final class ClassTable {
  /** As many as a screen has room for. */
  static final int SHOWN = 10;

  private ClassTable() {}

  /**
   * The classes that lose most against the first model, in percent.
   *
   * @param most how many of them
   */
  static Section.Table of(
      String title,
      List<String> models,
      List<NavigableMap<Integer, Double>> shares,
      List<String> names,
      int most) {
    List<Integer> order =
        shares.getFirst().keySet().stream()
            .sorted(Comparator.comparingDouble((Integer each) -> drop(shares, each)).reversed())
            .limit(most)
            .toList();
    List<String> header = new ArrayList<>(List.of("Class"));
    header.addAll(models);
    header.add("Largest drop");
    List<List<Cell>> rows = new ArrayList<>();
    for (int category : order) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(name(category, names))));
      shares.forEach(each -> row.add(Cell.real(100 * each.getOrDefault(category, 0.0), 2)));
      row.add(Cell.real(100 * drop(shares, category), 2));
      rows.add(row);
    }
    return new Section.Table(
        "%s (%d of %s)".formatted(title, rows.size(), Count.of(shares.getFirst().size(), "class")),
        header,
        rows);
  }

  /**
   * Whole tables by the names of their files.
   *
   * @param tables that of scores first, that of classes last
   */
  static SequencedMap<String, Section.Table> files(List<Section.Table> tables) {
    SequencedMap<String, Section.Table> files = new LinkedHashMap<>();
    files.put("scores", tables.getFirst());
    files.put("classes", tables.getLast());
    return files;
  }

  private static double drop(List<NavigableMap<Integer, Double>> shares, int category) {
    double reference = shares.getFirst().getOrDefault(category, 0.0);
    return shares.stream()
        .skip(1)
        .mapToDouble(each -> reference - each.getOrDefault(category, 0.0))
        .max()
        .orElse(0);
  }

  /** By name, in the order of the classes. */
  static Map<String, Object> named(NavigableMap<Integer, Double> shares, List<String> names) {
    Map<String, Object> named = new LinkedHashMap<>();
    shares.forEach((category, share) -> named.put(name(category, names), share));
    return named;
  }

  private static String name(int category, List<String> names) {
    return category < names.size() ? names.get(category) : String.valueOf(category);
  }
}
