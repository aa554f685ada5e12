package io.plumbline.pipeline.trial;

import io.plumbline.pipeline.request.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is set otherwise than a configuration sets it; what is empty stays as it is.
 *
 * @param calibration how ranges are found, by the name a configuration has for it
 * @param percentile share of the values that a range must hold, below 1; with {@code max} only
 * @param asymmetric whether zero points are free where they are not already
 * @param budget share of multiply-accumulates that may read 16 bits, 0…1
 * @param floatNodes nodes that stay in float besides those that do already
 */
public record Tuning(
    Optional<String> calibration,
    OptionalDouble percentile,
    Optional<Effort> effort,
    boolean asymmetric,
    OptionalDouble budget,
    List<String> floatNodes) {
  /** Nothing is set otherwise. */
  public static final Tuning AS_GIVEN =
      new Tuning(
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          false,
          OptionalDouble.empty(),
          List.of());

  public Tuning {
    floatNodes = List.copyOf(floatNodes);
  }

  /** With ranges found in another way. */
  Tuning withCalibration(String name) {
    return new Tuning(
        Optional.of(name), OptionalDouble.empty(), effort, asymmetric, budget, floatNodes);
  }

  /** With ranges that hold a share of the values. */
  Tuning withPercentile(double share) {
    return new Tuning(
        Optional.of("max"), OptionalDouble.of(share), effort, asymmetric, budget, floatNodes);
  }

  Tuning withEffort(Effort other) {
    return new Tuning(calibration, percentile, Optional.of(other), asymmetric, budget, floatNodes);
  }

  Tuning withZeroPoints() {
    return new Tuning(calibration, percentile, effort, true, budget, floatNodes);
  }

  Tuning withBudget(double share) {
    return new Tuning(
        calibration, percentile, effort, asymmetric, OptionalDouble.of(share), floatNodes);
  }

  Tuning withFloatNodes(List<String> nodes) {
    return new Tuning(calibration, percentile, effort, asymmetric, budget, nodes);
  }

  /** As one line. */
  public String label() {
    List<String> parts = new ArrayList<>();
    calibration.ifPresent(
        name -> parts.add(name + (percentile.isPresent() ? " " + percentile.getAsDouble() : "")));
    effort.ifPresent(level -> parts.add("effort " + level.label()));
    if (asymmetric) {
      parts.add("asymmetric");
    }
    budget.ifPresent(
        share -> parts.add(String.format(Locale.ROOT, "16 bits for %.0f %%", 100 * share)));
    if (!floatNodes.isEmpty()) {
      parts.add("float: " + String.join("; ", floatNodes));
    }
    return parts.isEmpty() ? "as configured" : String.join(", ", parts);
  }
}
