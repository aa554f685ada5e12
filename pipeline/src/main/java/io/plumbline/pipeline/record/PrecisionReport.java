package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.tune.Fidelity;
import io.plumbline.pipeline.tune.Mixture;
import io.plumbline.report.Cell;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be said of the search for values that need 16 bits. */
public final class PrecisionReport {
  private final Mixture mixture;
  private final Goal goal;

  public PrecisionReport(Mixture mixture, Goal goal) {
    this.mixture = mixture;
    this.goal = goal;
  }

  /** What was chosen, whether it is enough, and whether that can be trusted. */
  public List<Finding> findings() {
    return Stream.concat(Stream.of(finding()), trust().stream()).toList();
  }

  private Finding finding() {
    Mixture.Step chosen = mixture.chosen();
    String what =
        String.format(
            Locale.ROOT,
            "%s have 16 bits, %.1f %% of the multiply-accumulates read them: %s",
            counts(chosen),
            100 * chosen.cost(),
            figures(chosen.fidelity()));
    String values =
        chosen.fine().isEmpty()
            ? "no value"
            : String.join(", ", chosen.fine().stream().map(Mixture.Noise::value).toList());
    return mixture.reached() || !goal.hasTarget()
        ? Finding.info("tune.mixed", values, what)
        : Finding.warning(
            "tune.goal-missed",
            values,
            (isShortOfBudget()
                    ? "The goal is not met within the budget, this comes nearest: "
                    : "The goal is not met, and more tensors of 16 bits win nothing: ")
                + what
                + held()
                + ". Lower the goal, "
                + (isShortOfBudget() ? "raise the budget, " : "")
                + "or keep nodes in float32 (run_on_cpu).");
  }

  private String counts(Mixture.Step chosen) {
    List<String> counts = new ArrayList<>();
    for (boolean weights : new boolean[] {false, true}) {
      long all = mixture.noise().stream().filter(each -> each.weights() == weights).count();
      if (all > 0 || !weights) {
        counts.add(
            "%s of %s"
                .formatted(
                    chosen.names(weights).size(),
                    Count.of(all, weights ? "weight tensor" : "value")));
      }
    }
    return String.join(" and ", counts);
  }

  private String held() {
    return mixture.held() == 0
        ? ""
        : "; wishes of their own hold %s in 8 bits or fewer"
            .formatted(Count.of(mixture.held(), "more tensor"));
  }

  /** That the goal was judged by the samples that the set was made by. */
  private Optional<Finding> trust() {
    return mixture.heldOut()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "tune.not-held-out",
                "samples",
                "What the goal says was judged on the %s that the model was made by: fewer than 8"
                        .formatted(Count.of(mixture.samples(), "calibration sample"))
                    + " are not cut in halves, and what they tell is too good. Give more."));
  }

  /** Whether a tensor was left out for its cost. */
  private boolean isShortOfBudget() {
    return mixture.dear() > 0;
  }

  private String figures(Fidelity fidelity) {
    String agreement =
        fidelity.expectedAgreement().isPresent()
            ? String.format(
                Locale.ROOT,
                "expected agreement %.2f %% ± %.2f, plain agreement %.2f %%, ",
                below(fidelity.expectedAgreement().get().share()),
                above(fidelity.expectedAgreement().get().error()),
                below(fidelity.agreement().orElse(0)))
            : "";
    return String.format(
        Locale.ROOT,
        "on %s%s %scosine %.5f, sample SQNR %.2f dB",
        Count.of(mixture.samples(), "calibration sample"),
        mixture.heldOut() ? ", each half judged by what the other made," : ", which made it,",
        agreement,
        fidelity.cosine(),
        fidelity.decibels());
  }

  /** In percent, and never the next hundredth: 99.999 is not all. */
  private static double below(double share) {
    return Math.floor(1e4 * share) / 100;
  }

  /** In percent, and never the hundredth before: no error is less than it is. */
  private static double above(double share) {
    return Math.ceil(1e4 * share) / 100;
  }

  /** Every set that was tried, the smallest first. */
  public Section.Table curve() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Mixture.Step step : mixture.steps()) {
      Fidelity fidelity = step.fidelity();
      rows.add(
          List.of(
              Cell.of(step.names(false).size()),
              Cell.of(step.names(true).size()),
              step.fine().isEmpty() ? Cell.missing() : Cell.of(step.fine().getLast().value()),
              percent(fidelity.agreement().stream().mapToObj(PrecisionReport::below).findFirst()),
              percent(fidelity.expectedAgreement().map(known -> below(known.share()))),
              percent(fidelity.expectedAgreement().map(known -> above(known.error()))),
              Cell.real(fidelity.cosine(), 5),
              Cell.real(fidelity.decibels(), 2),
              Cell.real(100 * step.cost(), 1),
              Cell.of(step.equals(mixture.chosen()) ? "chosen" : "")));
    }
    return new Section.Table(
        "Tensors in 16 bits",
        List.of(
            "Values",
            "Weights",
            "Last",
            "Agreement %",
            "Expected %",
            "±",
            "Cosine",
            "Sample SQNR dB",
            "MACs %",
            ""),
        rows);
  }

  private static Cell percent(Optional<Double> figure) {
    return figure.map(known -> Cell.real(known, 2)).orElseGet(Cell::missing);
  }

  /** All of it for machines: what each value costs, and the curve. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    if (goal.hasTarget()) {
      root.put("reached", mixture.reached());
    }
    root.put("samples", mixture.samples());
    goal.agreement().ifPresent(share -> root.put("target_agreement", 100 * share));
    goal.cosine().ifPresent(least -> root.put("target_cosine", least));
    goal.budget().ifPresent(share -> root.put("budget", 100 * share));
    root.put("int16", mixture.chosen().names(false));
    root.put("int16_weights", mixture.chosen().names(true));
    root.put("curve", mixture.steps().stream().map(PrecisionReport::record).toList());
    root.put("noise", mixture.noise().stream().map(PrecisionReport::record).toList());
    return Json.pretty(root);
  }

  private static Map<String, Object> record(Mixture.Step step) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("int16", step.names(false));
    map.put("int16_weights", step.names(true));
    Fidelity fidelity = step.fidelity();
    fidelity.agreement().ifPresent(share -> map.put("agreement", 100 * share));
    fidelity
        .expectedAgreement()
        .ifPresent(
            expected -> {
              map.put("expected_agreement", 100 * expected.share());
              map.put("expected_agreement_error", 100 * expected.error());
            });
    map.put("cosine", fidelity.cosine());
    map.put("sample_sqnr_db", fidelity.decibels());
    map.put("macs_int16", 100 * step.cost());
    return map;
  }

  private static Map<String, Object> record(Mixture.Noise noise) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(noise.weights() ? "weights" : "value", noise.value());
    if (noise.members().size() > 1) {
      map.put("with", noise.members().subList(1, noise.members().size()));
    }
    map.put("error", noise.error());
    return map;
  }
}
