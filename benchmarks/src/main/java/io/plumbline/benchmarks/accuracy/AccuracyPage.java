package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables of accuracy in a Markdown page. */
final class AccuracyPage {
  private final SequencedMap<Trial.Key, Figures> measured;

  private AccuracyPage(SequencedMap<Trial.Key, Figures> measured) {
    this.measured = measured;
  }

  /** The page with its tables made anew. */
  static String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    AccuracyPage tables = new AccuracyPage(measured);
    return MarkdownTables.render(page, "accuracy", tables::table);
  }

  private String table(String name) {
    return switch (name) {
      case "classifiers" -> classifiers();
      case "efforts" -> efforts();
      case "targets" -> targets();
      case "detectors" -> detectors();
      case "models" -> models();
      default -> throw new IllegalArgumentException("no table " + name);
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
              figures.count(Figures.SAMPLES),
              figures.percent(Figures.FLOAT_TOP1),
              figures.percent(Figures.TOP1),
              drop(figures),
              figures.percent(Figures.AGREEMENT),
              figures.number(Figures.COSINE, 1, "%.5f"),
              figures.number(Figures.DECIBELS, 1, "%.2f"));
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
                                        ? figures.percent(name)
                                        : figures.number(name, 1, "%.2f")))
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
                        figures(model, Effort.BALANCED, Target.GENERIC.name())
                            .percent(Figures.FLOAT_TOP1)),
                    targets.stream()
                        .map(target -> figures(model, Effort.BALANCED, target))
                        .map(figures -> figures.number(Figures.DROP, 100, "%.2f")))
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
              figures.count(Figures.SAMPLES),
              figures.percent(Figures.FLOAT_PRECISION),
              figures.percent(Figures.PRECISION),
              figures.count(Figures.OTHERS),
              figures.percent(Figures.FOUND_ALIKE),
              figures.number(Figures.COSINE, 1, "%.5f"));
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
                  figures.number(Figures.WORK, 1e-6, "%.1f"),
                  figures.percent(Figures.FLOAT_SHARE),
                  figures.number(Figures.COSINE, 1, "%.5f"),
                  figures.number(Figures.DECIBELS, 1, "%.2f"))
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
    return MarkdownTables.table(
        header,
        models.stream()
            .map(model -> Stream.concat(Stream.of(model), cells.apply(model).stream()).toList()));
  }

  private static String drop(Figures figures) {
    return "%s (%s…%s)"
        .formatted(
            figures.number(Figures.DROP, 100, "%.2f"),
            figures.number(Figures.DROP_LOW, 100, "%.2f"),
            figures.number(Figures.DROP_HIGH, 100, "%.2f"));
  }
}
