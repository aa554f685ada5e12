package io.plumbline.pipeline.verification;

import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.Tolerance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What may not be exceeded.
 *
 * @param mode by what outputs are judged; empty to let the models decide: strictly between integer
 *     programs and where digits or steps are given, by similarity otherwise
 * @param tolerance by which elements agree in strict mode
 * @param bounds the worst figure that a sample may have, by measure, in similarity mode
 * @param steps the most quantization steps that an output may be off, in either mode
 */
public record Limits(
    Optional<VerificationMode> mode,
    Tolerance tolerance,
    Map<Measure, Double> bounds,
    OptionalDouble steps) {
  /**
   * The cosine that every output of every sample must have unless other bounds are given: what
   * Pulsar's manual takes for an accuracy loss below.
   */
  public static final double LEAST_COSINE = 0.98;

  /** Nothing was asked for. */
  public static final Limits DEFAULT =
      new Limits(Optional.empty(), Tolerance.DEFAULT, Map.of(), OptionalDouble.empty());

  public Limits {
    EnumMap<Measure, Double> copy = new EnumMap<>(Measure.class);
    copy.putAll(bounds);
    bounds = Collections.unmodifiableMap(copy);
  }

  /** The limits that hold for a pair of models. */
  Limits settled(boolean bothInteger) {
    VerificationMode settled =
        mode.orElse(
            bothInteger && bounds.isEmpty()
                ? VerificationMode.STRICT
                : VerificationMode.SIMILARITY);
    boolean bare = settled == VerificationMode.SIMILARITY && bounds.isEmpty() && steps.isEmpty();
    return new Limits(
        Optional.of(settled),
        tolerance,
        bare ? Map.of(Measure.COSINE, LEAST_COSINE) : bounds,
        steps);
  }

  /** The limits for dumped tensors: strict, unless similarity is asked for. */
  Limits forDumps() {
    return mode.isEmpty() && bounds.isEmpty()
        ? new Limits(Optional.of(VerificationMode.STRICT), tolerance, bounds, steps)
        : settled(false);
  }

  boolean isStrict() {
    return mode.filter(settled -> settled == VerificationMode.STRICT).isPresent();
  }

  /** Why a tensor breaks these limits, a sentence each; empty where it keeps them. */
  List<String> broken(TensorSummary tensor) {
    List<String> broken = new ArrayList<>();
    if (isStrict() && !tensor.strict().isEqual()) {
      broken.add(
          String.format(
              Locale.ROOT,
              "%d of %s are not %s",
              tensor.strict().mismatches(),
              Count.of(tensor.strict().total(), "element"),
              tolerance.text()));
    }
    if (!isStrict()) {
      bounds.forEach((measure, bound) -> broken(tensor, measure, bound).ifPresent(broken::add));
    }
    if (steps.isPresent() && tensor.largestSteps().orElse(0) > steps.getAsDouble()) {
      broken.add(
          String.format(
              Locale.ROOT,
              "%.3f steps are more than %s",
              tensor.largestSteps().orElseThrow(),
              plain(steps.getAsDouble())));
    }
    return broken;
  }

  private static Optional<String> broken(TensorSummary tensor, Measure measure, double bound) {
    Optional<TensorSummary.Figure> found = tensor.figure(measure);
    if (found.isEmpty()) {
      return Optional.of("element counts differ, nothing can be measured");
    }
    double worst = found.get().worst();
    if (worst == bound || measure.isBetter(worst, bound)) {
      return Optional.empty();
    }
    if (Double.isNaN(worst)) {
      return Optional.of(
          measure.label() + " is no number: elements are NaN, infinite, or all the same");
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s %.6g is %s than %s",
            measure.label(),
            worst,
            measure.isHigherBetter() ? "less" : "more",
            plain(bound)));
  }

  /** What must hold, for people. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (isStrict()) {
      parts.add("all elements " + tolerance.text());
    } else {
      bounds.forEach(
          (measure, bound) ->
              parts.add(
                  measure.label() + (measure.isHigherBetter() ? " ≥ " : " ≤ ") + plain(bound)));
    }
    steps.ifPresent(most -> parts.add("steps ≤ " + plain(most)));
    return String.join(", ", parts);
  }

  private static String plain(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
