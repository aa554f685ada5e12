package io.plumbline.benchmarks.cost;

import io.plumbline.benchmarks.accuracy.Figures;
import io.plumbline.benchmarks.accuracy.MarkdownTables;
import io.plumbline.benchmarks.accuracy.Trial;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The table of what stages cost, in a Markdown page. */
final class CostPage {
  private CostPage() {}

  /** The page with its table made anew. */
  static String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    return MarkdownTables.render(page, "cost", _ -> table(measured));
  }

  private static String table(SequencedMap<Trial.Key, Figures> measured) {
    return MarkdownTables.table(
        List.of(
            "model",
            "rounds",
            "read and run",
            "`fast`",
            "`balanced`",
            "comparison",
            "whole, `balanced`"),
        measured.entrySet().stream()
            .map(
                entry -> {
                  Figures figures = entry.getValue();
                  return Stream.concat(
                          Stream.of(
                              entry.getKey().model(),
                              entry.getKey().target(),
                              figures.number(CostTable.BASE, 1, "%.2f s")),
                          Stream.of(
                                  CostTable.FAST,
                                  CostTable.BALANCED,
                                  CostTable.COMPARE,
                                  CostTable.WHOLE)
                              .map(name -> ratio(figures, name)))
                      .toList();
                }));
  }

  private static String ratio(Figures figures, String name) {
    return String.format(
        Locale.ROOT,
        "%.2f (%.1f s)",
        figures.get(name) / figures.get(CostTable.BASE),
        figures.get(name));
  }
}
