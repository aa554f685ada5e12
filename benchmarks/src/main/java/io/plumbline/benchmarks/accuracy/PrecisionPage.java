package io.plumbline.benchmarks.accuracy;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The tables of 16 and 4 bits and of noise, in a Markdown page. */
final class PrecisionPage {
  private final SequencedMap<Trial.Key, Figures> measured;

  private PrecisionPage(SequencedMap<Trial.Key, Figures> measured) {
    this.measured = measured;
  }

  /** The page with its tables made anew. */
  static String render(String page, SequencedMap<Trial.Key, Figures> measured) {
    PrecisionPage tables = new PrecisionPage(measured);
    return MarkdownTables.render(
        page,
        "precision",
        name ->
            switch (name) {
              case "sixteen" -> tables.sixteen();
              case "four" -> tables.four();
              case "noise" -> tables.noise();
              default -> throw new IllegalArgumentException("no table " + name);
            });
  }

  private String sixteen() {
    return MarkdownTables.table(
        List.of(
            "model",
            "goal",
            "values of 16 bits",
            "weights of 16 bits",
            "multiply-accumulates",
            "expected of calibration pictures",
            "agreement, other pictures",
            "drop",
            "signal to noise, dB",
            "processor time, s"),
        Stream.of(Experiment.SIXTEEN_95, Experiment.SIXTEEN_98)
            .flatMap(goal -> rows(goal).map(model -> sixteen(model, goal))));
  }

  private List<String> sixteen(String model, Experiment goal) {
    Figures figures = figures(model, goal);
    return List.of(
        model,
        (goal == Experiment.SIXTEEN_95 ? "95 %" : "98 %")
            + (figures.get(Experiment.REACHED) == 1 ? "" : ", not reached"),
        "%s of %s".formatted(figures.count(Experiment.VALUES), figures.count(Experiment.RANKED)),
        "%s of %s"
            .formatted(
                figures.count(Experiment.WIDE_WEIGHTS), figures.count(Experiment.RANKED_WEIGHTS)),
        figures.percent(Experiment.COST),
        figures.percent(Experiment.EXPECTED)
            + figures.number(Experiment.EXPECTED_ERROR, 100, " ± %.2f"),
        figures.percent(Figures.AGREEMENT),
        figures.number(Figures.DROP, 100, "%.2f"),
        figures.number(Figures.DECIBELS, 1, "%.2f"),
        figures.count(Experiment.SECONDS));
  }

  private String four() {
    return MarkdownTables.table(
        List.of(
            "model",
            "convolutions of single channels",
            "float top-1",
            "top-1",
            "drop",
            "agreement",
            "signal to noise, dB"),
        Stream.of(Experiment.W4A8, Experiment.W4A8_POINTWISE)
            .flatMap(bits -> rows(bits).map(model -> four(model, bits))));
  }

  private List<String> four(String model, Experiment bits) {
    Figures figures = figures(model, bits);
    return List.of(
        model,
        bits == Experiment.W4A8 ? "4 bits" : "8 bits",
        figures.percent(Figures.FLOAT_TOP1),
        figures.percent(Figures.TOP1),
        figures.number(Figures.DROP, 100, "%.2f"),
        figures.percent(Figures.AGREEMENT),
        figures.number(Figures.DECIBELS, 1, "%.2f"));
  }

  private String noise() {
    return MarkdownTables.table(
        List.of(
            "model",
            "activations, predicted",
            "measured",
            "weights, predicted",
            "measured",
            "both",
            "the program",
            "values that make 90 %"),
        rows(Experiment.NOISE)
            .map(
                model -> {
                  Figures figures = figures(model, Experiment.NOISE);
                  return List.of(
                      model,
                      figures.number(Experiment.ACTIVATIONS_PREDICTED, 1, "%.2f"),
                      figures.number(Experiment.ACTIVATIONS, 1, "%.2f"),
                      figures.number(Experiment.WEIGHTS_PREDICTED, 1, "%.2f"),
                      figures.number(Experiment.WEIGHTS, 1, "%.2f"),
                      figures.number(Experiment.BOTH, 1, "%.2f"),
                      figures.number(Experiment.PROGRAM, 1, "%.2f"),
                      "%s of %s"
                          .formatted(
                              figures.count(Experiment.MOST_OF_NOISE),
                              figures.count(Experiment.RANKED)));
                }));
  }

  private Stream<String> rows(Experiment experiment) {
    return measured.keySet().stream()
        .filter(key -> key.equals(PrecisionTable.key(key.model(), experiment)))
        .map(Trial.Key::model);
  }

  private Figures figures(String model, Experiment experiment) {
    return measured.getOrDefault(
        PrecisionTable.key(model, experiment), Figures.failed("not measured"));
  }
}
