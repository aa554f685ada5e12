package io.plumbline.pipeline.tune;

import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.pipeline.noise.NoiseMeasurement;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Ranges;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Narrows the range of a value that makes more noise at the outputs than all others together. Where
 * most numbers of a value lie half a step from the nearest integer, as those of SiLU around −0.25
 * may, their information is lost though the error is small beside that of a few large ones; then a
 * finer step is worth cutting these off. But what is cut off may be what a network has found, and
 * noise alone, most of which is that of outputs where nothing is, would cut much: the range is
 * narrowed only until the value does not stand out any more.
 */
final class NarrowRange {
  /** How many samples noise is measured on. */
  static final int SAMPLES = 8;

  /** The share in the noise of all values above which one stands out. */
  private static final double OUTSTANDING = 0.6;

  private static final int STEPS = 16;

  private final Planner planner;
  private final Ranges ranges;
  private final Calibrator wide;
  private final Function<QuantPlan, NoiseMeasurement> measurement;

  private NarrowRange(
      Planner planner,
      Ranges ranges,
      Calibrator wide,
      Function<QuantPlan, NoiseMeasurement> measurement) {
    this.planner = planner;
    this.ranges = ranges;
    this.wide = wide;
    this.measurement = measurement;
  }

  /** A value, and how its range is to be found. */
  record Choice(String value, Candidate candidate) {}

  /**
   * The value that stands out, with the widest range with which it does not.
   *
   * @param ranges as they are
   * @param wide how they were found
   * @param measurement of the noise of a plan
   * @return empty where no value stands out, or half of its range is not narrow enough
   */
  static Optional<Choice> of(
      Planner planner,
      Ranges ranges,
      Candidate wide,
      Function<QuantPlan, NoiseMeasurement> measurement) {
    return new NarrowRange(planner, ranges, wide.calibrator(), measurement).choose();
  }

  private Optional<Choice> choose() {
    List<Share> shares = measurement.apply(planner.plan(ranges).plan()).activations();
    double all = shares.stream().mapToDouble(Share::noise).sum();
    return shares.stream()
        .findFirst()
        .filter(first -> first.noise() > OUTSTANDING * all)
        .filter(first -> ranges.tensors().contains(first.source().tensor()))
        .flatMap(
            first ->
                choose(
                    first.source().tensor(),
                    (all - first.noise()) * OUTSTANDING / (1 - OUTSTANDING)));
  }

  private Optional<Choice> choose(String value, double most) {
    for (int step = STEPS - 1; step >= STEPS / 2; step--) {
      Candidate candidate = Candidate.of(new Calibrator.Narrowed(wide, (double) step / STEPS));
      QuantPlan plan = planner.plan(ranges.with(value, candidate)).plan();
      if (measurement.apply(plan).activations(Set.of(value)).stream()
          .allMatch(share -> share.noise() <= most)) {
        return Optional.of(new Choice(value, candidate));
      }
    }
    return Optional.empty();
  }
}
