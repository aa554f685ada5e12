package io.plumbline.benchmarks.accuracy;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of what techniques win, in a Markdown page: each between a line {@code <!-- ablation:
 * NAME -->} and a line {@code <!-- end -->}.
 */
final class AblationPage {
  private static final Pattern TABLE =
      Pattern.compile("(<!-- ablation: (\\w+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private AblationPage() {}

  /** The page with its tables made anew. */
  static String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    return TABLE
        .matcher(page)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "%s\n%s\n%s"
                        .formatted(
                            found.group(1), table(found.group(2), measured), found.group(3))));
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
    String rule = "---|".repeat(labels.size() + 1);
    Stream<String> rows =
        models.stream()
            .map(
                model ->
                    row(
                        model,
                        Variation.ALL.stream()
                            .map(
                                variation ->
                                    measured.getOrDefault(
                                        AblationTable.key(model, variation),
                                        Figures.failed("not measured")))
                            .map(each -> cell(figure.applyAsDouble(each)))));
    return Stream.concat(Stream.of(row("model", labels.stream()), "|" + rule), rows)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(String first, Stream<String> cells) {
    return Stream.concat(Stream.of(first), cells).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String cell(double number) {
    return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.2f", number);
  }
}
