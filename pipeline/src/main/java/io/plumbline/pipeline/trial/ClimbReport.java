package io.plumbline.pipeline.trial;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.verify.score.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** A climb for people and machines. */
public record ClimbReport(Climb climb) {
  /** One column of trials. */
  private record Column(String heading, Function<Trial, Cell> cell) {}

  /** Every trial; figures that none has need no column. */
  public Section.Table table() {
    List<Column> columns =
        columns().stream()
            .filter(
                column ->
                    climb.trials().stream()
                        .anyMatch(trial -> !column.cell().apply(trial).equals(Cell.missing())))
            .toList();
    return new Section.Table(
        "Trials on %s held out; target: %s"
            .formatted(Count.of(climb.heldOut(), "sample"), climb.aim().label()),
        columns.stream().map(Column::heading).toList(),
        climb.trials().stream()
            .map(trial -> columns.stream().map(column -> column.cell().apply(trial)).toList())
            .toList());
  }

  private List<Column> columns() {
    return List.of(
        new Column("Rung", trial -> Cell.of(mark(trial) + trial.rung().label())),
        new Column("Settings", trial -> Cell.of(trial.tuning().label())),
        new Column("Agreement %", trial -> percent(trial.outcome().agreement())),
        new Column("Cosine", trial -> Cell.real(trial.outcome().cosine().value(), 6)),
        new Column("Top-1 %", trial -> percent(trial.outcome().top1())),
        new Column("Drop", trial -> percent(trial.outcome().drop())),
        new Column("95 % interval", trial -> Cell.of(interval(trial.outcome()))),
        new Column("Seconds", trial -> Cell.real(trial.seconds(), 1)),
        new Column("Taken", trial -> Cell.of(trial.taken() ? "yes" : "")));
  }

  private String mark(Trial trial) {
    return trial.equals(climb.best()) ? "* " : "";
  }

  /** For a page: what became of it, and the figure that was aimed at by trial. */
  public List<Section> sections() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put(climb.isMet() ? "reached" : "not reached", Cell.of(verdict()));
    String aimed =
        switch (climb.aim()) {
          case Aim.Agreement _ -> "Agreement %";
          case Aim.Top1 _ -> "Top-1 %";
          case Aim.Cosine _ -> "Cosine";
          case Aim.Drop _ -> "Drop";
        };
    Section.Table drawn = table().titled(aimed + " by trial");
    return List.of(
        new Section.Facts("Verdict", facts),
        table(),
        new Section.Chart(drawn, Section.Chart.Shape.CURVE, "Rung", List.of(aimed)));
  }

  private static Cell percent(Optional<Estimate> share) {
    return share.map(each -> Cell.real(100 * each.value(), 2)).orElseGet(Cell::missing);
  }

  /** Where the figure that is aimed at lies. */
  private String interval(Outcome outcome) {
    boolean cosine = climb.aim() instanceof Aim.Cosine;
    return climb
        .aim()
        .measured(outcome)
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    cosine ? "%.6f … %.6f" : "%.2f … %.2f",
                    (cosine ? 1 : 100) * each.low(),
                    (cosine ? 1 : 100) * each.high()))
        .orElse("--");
  }

  /** What became of it, in one line. */
  public String verdict() {
    String figures =
        String.format(
            Locale.ROOT,
            "%s after %s and %.0f s",
            climb.best().tuning().label(),
            Count.of(climb.trials().size(), "trial"),
            climb.seconds());
    return climb.isMet()
        ? "%s is reached: %s".formatted(climb.aim().label(), figures)
        : "%s is not reached: %s; the nearest is %s (%s)"
            .formatted(
                climb.aim().label(),
                climb.ending().label(),
                figures,
                shown(climb.best().outcome()));
  }

  private String shown(Outcome outcome) {
    String figure =
        switch (climb.aim()) {
          case Aim.Agreement _, Aim.Top1 _ ->
              String.format(Locale.ROOT, "%.2f %%", 100 * climb.aim().figure(outcome));
          case Aim.Cosine _ -> String.format(Locale.ROOT, "%.6f", climb.aim().figure(outcome));
          case Aim.Drop _ ->
              String.format(Locale.ROOT, "%.2f points", -100 * climb.aim().figure(outcome));
        };
    return "%s, 95 %% interval %s".formatted(figure, interval(outcome));
  }

  /** For machines; shares from 0 to 1. */
  public Map<String, Object> record() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("target", climb.aim().label());
    root.put("met", climb.isMet());
    root.put("ending", climb.ending().name().toLowerCase(Locale.ROOT));
    root.put("held_out", climb.heldOut());
    root.put("seconds", climb.seconds());
    root.put("program_sha256", climb.program());
    root.put("best", trial(climb.best()));
    root.put("trials", climb.trials().stream().map(ClimbReport::trial).toList());
    return root;
  }

  private static Map<String, Object> trial(Trial trial) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rung", trial.rung().label());
    map.put("settings", trial.tuning().label());
    put(map, "agreement", "agreement_ci95", trial.outcome().agreement());
    put(map, "cosine", "cosine_ci95", Optional.of(trial.outcome().cosine()));
    put(map, "top1", "top1_ci95", trial.outcome().top1());
    put(map, "drop", "drop_ci95", trial.outcome().drop());
    map.put("seconds", trial.seconds());
    map.put("taken", trial.taken());
    return map;
  }

  private static void put(
      Map<String, Object> map, String key, String interval, Optional<Estimate> estimate) {
    estimate.ifPresent(
        each -> {
          map.put(key, each.value());
          map.put(interval, List.of(each.low(), each.high()));
        });
  }
}
