package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of accuracy in a Markdown page. Each stands between a line {@code <!-- accuracy: NAME
 * -->} and a line {@code <!-- end -->}; what is between them is replaced.
 */
final class AccuracyPage {
  private static final Pattern TABLE =
      Pattern.compile("(<!-- accuracy: (\\w+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private final SequencedMap<Trial.Key, Figures> measured;

  private AccuracyPage(SequencedMap<Trial.Key, Figures> measured) {
    this.measured = measured;
  }

  /** The page with its tables made anew. */
  static String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    AccuracyPage tables = new AccuracyPage(measured);
    return TABLE
        .matcher(page)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    found.group(1) + "\n" + tables.table(found) + "\n" + found.group(3)));
  }

  private String table(MatchResult found) {
    return switch (found.group(2)) {
      case "classifiers" -> classifiers();
      case "efforts" -> efforts();
      case "targets" -> targets();
      case "detectors" -> detectors();
      case "models" -> models();
      default -> throw new IllegalArgumentException("no table " + found.group(2));
    };
  }

  private String classifiers() {
    return table(
        List.of(
            "model",
            "pictures",
            "float top-1",
            "int8 top-1",
            "drop (95 %)",
            "agreement",
            "output cosine",
            "signal to noise, dB"),
        models(Figures.AGREEMENT),
        model -> {
          Figures figures = figures(model, Effort.BALANCED, Target.GENERIC.name());
          return List.of(
              count(figures, Figures.SAMPLES),
              percent(figures, Figures.FLOAT_TOP1),
              percent(figures, Figures.TOP1),
              drop(figures),
              percent(figures, Figures.AGREEMENT),
              number(figures, Figures.COSINE, 1, "%.5f"),
              number(figures, Figures.DECIBELS, 1, "%.2f"));
        });
  }

  private String efforts() {
    List<String> header = new ArrayList<>(List.of("model"));
    Effort.labels().forEach(effort -> header.add("agreement, " + effort));
    Effort.labels().forEach(effort -> header.add("dB, " + effort));
    return table(
        header,
        models(Figures.AGREEMENT),
        model ->
            Stream.of(Figures.AGREEMENT, Figures.DECIBELS)
                .flatMap(
                    name ->
                        Stream.of(Effort.values())
                            .map(effort -> figures(model, effort, Target.GENERIC.name()))
                            .map(
                                figures ->
                                    name.equals(Figures.AGREEMENT)
                                        ? percent(figures, name)
                                        : number(figures, name, 1, "%.2f")))
                .toList());
  }

  private String targets() {
    List<String> targets =
        measured.keySet().stream().map(Trial.Key::target).distinct().sorted().toList();
    List<String> header = new ArrayList<>(List.of("model", "float top-1"));
    header.addAll(targets);
    return table(
        header,
        models(Figures.AGREEMENT),
        model ->
            Stream.concat(
                    Stream.of(
                        percent(
                            figures(model, Effort.BALANCED, Target.GENERIC.name()),
                            Figures.FLOAT_TOP1)),
                    targets.stream()
                        .map(target -> figures(model, Effort.BALANCED, target))
                        .map(figures -> number(figures, Figures.DROP, 100, "%.2f")))
                .toList());
  }

  private String detectors() {
    return table(
        List.of(
            "model",
            "pictures",
            "float mAP",
            "int8 mAP",
            "other pictures",
            "found as in float",
            "output cosine"),
        models(Figures.PRECISION),
        model -> {
          Figures figures = figures(model, Effort.BALANCED, Target.GENERIC.name());
          return List.of(
              count(figures, Figures.SAMPLES),
              percent(figures, Figures.FLOAT_PRECISION),
              percent(figures, Figures.PRECISION),
              count(figures, Figures.OTHERS),
              percent(figures, Figures.FOUND_ALIKE),
              number(figures, Figures.COSINE, 1, "%.5f"));
        });
  }

  private String models() {
    return table(
        List.of("model", "million MACs", "in float", "output cosine", "signal to noise, dB"),
        measured.keySet().stream().map(Trial.Key::model).distinct().toList(),
        model -> {
          Figures figures = figures(model, Effort.BALANCED, Target.GENERIC.name());
          return figures.failure().isEmpty()
              ? List.of(
                  number(figures, Figures.WORK, 1e-6, "%.1f"),
                  percent(figures, Figures.FLOAT_SHARE),
                  number(figures, Figures.COSINE, 1, "%.5f"),
                  number(figures, Figures.DECIBELS, 1, "%.2f"))
              : List.of("", "", figures.failure(), "");
        });
  }

  /** Names of the models that have a figure. */
  private List<String> models(String figure) {
    return measured.entrySet().stream()
        .filter(entry -> entry.getValue().has(figure))
        .map(entry -> entry.getKey().model())
        .distinct()
        .toList();
  }

  private Figures figures(String model, Effort effort, String target) {
    return measured.getOrDefault(
        new Trial.Key(model, effort.label(), target), Figures.failed("not measured"));
  }

  private static String table(
      List<String> header, List<String> models, Function<String, List<String>> cells) {
    StringBuilder text = new StringBuilder(row(header));
    text.append(header.stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|\n")));
    for (String model : models) {
      List<String> row = new ArrayList<>(List.of(model));
      row.addAll(cells.apply(model));
      text.append(row(row));
    }
    return text.toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String count(Figures figures, String name) {
    return number(figures, name, 1, "%.0f");
  }

  private static String percent(Figures figures, String name) {
    return number(figures, name, 100, "%.2f %%");
  }

  private static String drop(Figures figures) {
    return "%s (%s…%s)"
        .formatted(
            number(figures, Figures.DROP, 100, "%.2f"),
            number(figures, Figures.DROP_LOW, 100, "%.2f"),
            number(figures, Figures.DROP_HIGH, 100, "%.2f"));
  }

  private static String number(Figures figures, String name, double factor, String format) {
    double value = factor * figures.get(name);
    if (Double.isNaN(value)) {
      return "";
    }
    return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, format, value);
  }
}
