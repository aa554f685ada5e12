package io.plumbline.verify.compare;

import io.plumbline.tensor.QuantParams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Compares one tensor sample by sample and keeps figures only.
 *
 * <p>A cosine of single numbers says whether their signs agree and no more. There stands {@link
 * Measure#cosineOf} of the difference beside the root of the mean square of the reference's numbers
 * over all samples.
 */
public final class TensorTally {
  private final String tensor;
  private final Set<Measure> measures;
  private final Tolerance tolerance;
  private final List<Compared> compared = new ArrayList<>();
  private StrictCount strict = StrictCount.NONE;
  private long mostMismatches;
  private String strictSample = "";
  private long elements;
  private int samples;
  private boolean single = true;
  private Optional<Steps> steps = Optional.empty();
  private OptionalDouble step = OptionalDouble.empty();

  private record Compared(String sample, TensorComparison comparison) {}

  /**
   * @param tensor its name in the reference
   * @param measures that are wanted
   * @param tolerance of the strict count; integers that stand for themselves must be equal
   */
  public TensorTally(String tensor, Collection<Measure> measures, Tolerance tolerance) {
    this.tensor = tensor;
    this.measures = EnumSet.of(Measure.COSINE, Measure.MSE);
    this.measures.addAll(measures);
    this.tolerance = tolerance;
  }

  /** Compares the tensors of one sample; where element counts differ, strictly alone. */
  public void add(String sample, RealValues expected, RealValues actual) {
    StrictCount count = StrictCount.of(expected, actual, allowed(expected));
    if (count.mismatches() > mostMismatches) {
      mostMismatches = count.mismatches();
      strictSample = sample;
    }
    strict = strict.plus(count);
    samples++;
    elements = expected.elements();
    single &= elements == 1;
    step = step(actual).isPresent() ? step(actual) : step(expected);
    if (expected.elements() == actual.elements()) {
      compared.add(new Compared(sample, TensorComparison.of(expected, actual, measures)));
      Steps.of(expected, actual)
          .ifPresent(more -> steps = Optional.of(steps.map(more::plus).orElse(more)));
    }
  }

  private Tolerance allowed(RealValues expected) {
    return expected.tensor().dtype().isFloat() || expected.isQuantized()
        ? tolerance
        : Tolerance.EXACT;
  }

  private static OptionalDouble step(RealValues values) {
    return values.isQuantized() && values.multiples().isEmpty()
        ? values.params().filter(QuantParams::isPerTensor).stream()
            .mapToDouble(QuantParams::scale)
            .findFirst()
        : OptionalDouble.empty();
  }

  /** The figures of all samples so far. */
  public TensorSummary summary() {
    Map<Measure, TensorSummary.Figure> figures = new EnumMap<>(Measure.class);
    if (!compared.isEmpty()) {
      double size = size();
      measures.forEach(measure -> figures.put(measure, figure(measure, size)));
    }
    return new TensorSummary(tensor, samples, elements, strict, strictSample, figures, steps, step);
  }

  private double size() {
    double squares = 0;
    for (Compared each : compared) {
      squares += each.comparison().magnitude() * each.comparison().magnitude();
    }
    return Math.sqrt(squares / compared.size());
  }

  private TensorSummary.Figure figure(Measure measure, double size) {
    double sum = 0;
    double worst = measure.perfect();
    String sample = compared.getFirst().sample();
    boolean found = false;
    for (Compared each : compared) {
      double figure = figure(measure, each.comparison(), size);
      sum += figure;
      if (!found || measure.isBetter(worst, figure)) {
        worst = figure;
        sample = each.sample();
        found = true;
      }
    }
    double mean = measure == Measure.SQNR ? signalToNoise() : sum / compared.size();
    return new TensorSummary.Figure(mean, worst, sample);
  }

  private double signalToNoise() {
    return compared.stream()
        .map(Compared::comparison)
        .map(one -> SignalNoise.of(one.elements(), one.magnitude(), one.figure(Measure.MSE)))
        .reduce(SignalNoise.NONE, SignalNoise::plus)
        .decibels();
  }

  private double figure(Measure measure, TensorComparison comparison, double size) {
    return measure == Measure.COSINE && single
        ? Measure.cosineOf(Math.sqrt(comparison.figure(Measure.MSE)), size)
        : comparison.figure(measure);
  }
}
