package io.plumbline.benchmarks.accuracy;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The tables of what techniques win, in a Markdown page. */
final class AblationPage {
  private AblationPage() {}

  /** The page with its tables made anew. */
  static String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    return MarkdownTables.render(page, "ablation", name -> table(name, measured));
  }

  private static String table(String name, SequencedMap<Trial.Key, Figures> measured) {
    return switch (name) {
      case "noise" -> table(measured, figures -> figures.get(Figures.DECIBELS));
      case "agreement" -> table(measured, figures -> 100 * figures.get(Figures.AGREEMENT));
      default -> throw new IllegalArgumentException("no table " + name);
    };
  }

  private static String table(
      SequencedMap<Trial.Key, Figures> measured, ToDoubleFunction<Figures> figure) {
    List<String> labels = Variation.ALL.stream().map(Variation::label).toList();
    List<String> models = measured.keySet().stream().map(Trial.Key::model).distinct().toList();
    return MarkdownTables.table(
        Stream.concat(Stream.of("model"), labels.stream()).toList(),
        models.stream().map(model -> row(model, measured, figure)));
  }

  private static List<String> row(
      String model, SequencedMap<Trial.Key, Figures> measured, ToDoubleFunction<Figures> figure) {
    return Stream.concat(
            Stream.of(model),
            Variation.ALL.stream()
                .map(
                    variation ->
                        measured.getOrDefault(
                            AblationTable.key(model, variation), Figures.failed("not measured")))
                .map(each -> cell(figure.applyAsDouble(each))))
        .toList();
  }

  private static String cell(double number) {
    return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.2f", number);
  }
}
