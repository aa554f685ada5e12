package io.plumbline.pipeline.trial;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A climb for people and machines. */
public record ClimbReport(Climb climb) {
  /** Every trial. */
  public Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Trial trial : climb.trials()) {
      Outcome outcome = trial.outcome();
      rows.add(
          List.of(
              Cell.of((trial.equals(climb.best()) ? "* " : "") + trial.rung().label()),
              Cell.of(trial.tuning().label()),
              percent(outcome.agreement()),
              Cell.real(outcome.cosine(), 6),
              percent(outcome.top1()),
              percent(outcome.drop()),
              Cell.real(trial.seconds(), 1),
              Cell.of(trial.taken() ? "yes" : "")));
    }
    return new Section.Table(
        "Trials on %d samples held out; target: %s".formatted(climb.heldOut(), climb.aim().label()),
        List.of("Rung", "Settings", "Agreement %", "Cosine", "Top-1 %", "Drop", "Seconds", "Taken"),
        rows);
  }

  private static Cell percent(OptionalDouble share) {
    return share.isPresent() ? Cell.real(100 * share.getAsDouble(), 2) : Cell.missing();
  }

  /** What became of it, in one line. */
  public String verdict() {
    String figures =
        String.format(
            Locale.ROOT,
            "%s after %d trials and %.0f s",
            climb.best().tuning().label(),
            climb.trials().size(),
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
    return switch (climb.aim()) {
      case Aim.Agreement _ ->
          String.format(Locale.ROOT, "%.2f %%", 100 * outcome.agreement().orElse(0));
      case Aim.Cosine _ -> String.format(Locale.ROOT, "%.6f", outcome.cosine());
      case Aim.Top1 _ -> String.format(Locale.ROOT, "%.2f %%", 100 * outcome.top1().orElse(0));
      case Aim.Drop _ -> String.format(Locale.ROOT, "%.2f points", 100 * outcome.drop().orElse(1));
    };
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
    put(map, "agreement", trial.outcome().agreement());
    map.put("cosine", trial.outcome().cosine());
    put(map, "top1", trial.outcome().top1());
    put(map, "drop", trial.outcome().drop());
    map.put("seconds", trial.seconds());
    map.put("taken", trial.taken());
    return map;
  }

  private static void put(Map<String, Object> map, String key, OptionalDouble value) {
    if (value.isPresent()) {
      map.put(key, value.getAsDouble());
    }
  }
}
