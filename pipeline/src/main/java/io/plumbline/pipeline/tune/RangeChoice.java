package io.plumbline.pipeline.tune;

import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.pipeline.noise.NoiseMeasurement;
import io.plumbline.pipeline.noise.NoiseSource;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Ranges;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * Chooses the ranges of the noisiest values by what they do to the outputs. The least square error
 * of a value by itself says little of what reaches them: where many of its numbers lie half a step
 * from the nearest integer, as those of SiLU around −0.23 may, their information is lost though the
 * error is small beside a few large ones. So the candidates are compared by the noise at the
 * outputs that the value causes alone with each of them.
 */
final class RangeChoice {
  /** How many samples noise is measured on. */
  private static final int SAMPLES = 8;

  /** How many values get another range at most. */
  private static final int MOST = 6;

  /** The share in the noise of all values from which on a value is looked at. */
  private static final double NOISY = 0.02;

  /** What must be left of a value's noise at most, so that its range is changed. */
  private static final double WORTH = 0.8;

  /**
   * What is tried. Ranges that cut more off, by percentiles or least absolute errors, leave less
   * noise still, but where most of it counts least: few large numbers are what a network has found.
   */
  private static final List<Candidate> CANDIDATES =
      List.of(Candidate.of(new Calibrator.ReaderMse()));

  private final Planner planner;
  private final Ranges ranges;
  private final Function<QuantPlan, NoiseMeasurement> measurement;

  /**
   * @param ranges as they are
   * @param measurement of the noise of a plan, on so many samples
   */
  private RangeChoice(
      Planner planner, Ranges ranges, Function<QuantPlan, NoiseMeasurement> measurement) {
    this.planner = planner;
    this.ranges = ranges;
    this.measurement = measurement;
  }

  /**
   * The candidates of the values whose ranges are to be found otherwise, in the order of their
   * noise.
   *
   * @param ranges as they are
   * @param measurement of the noise of a plan on at most so many samples
   */
  static SequencedMap<String, Candidate> of(
      Planner planner, Ranges ranges, Measurement measurement) {
    return new RangeChoice(planner, ranges, plan -> measurement.of(plan, SAMPLES)).choose();
  }

  /** Measures noise. */
  interface Measurement {
    /**
     * @param most samples that are used
     */
    NoiseMeasurement of(QuantPlan plan, int most);
  }

  private SequencedMap<String, Candidate> choose() {
    List<Share> shares = measurement.apply(planner.plan(ranges).plan()).activations();
    Map<String, Double> before = noisiest(shares);
    Map<String, Double> least = new HashMap<>();
    before.forEach((value, noise) -> least.put(value, WORTH * noise));
    SequencedMap<String, Candidate> chosen = new LinkedHashMap<>();
    for (Candidate candidate : before.isEmpty() ? List.<Candidate>of() : CANDIDATES) {
      noise(candidate, before.keySet())
          .forEach(
              (value, noise) -> {
                if (noise < least.getOrDefault(value, 0.0)) {
                  least.put(value, noise);
                  chosen.put(value, candidate);
                }
              });
    }
    return chosen;
  }

  /** The noise of the noisiest values that have ranges of their own, by name. */
  private Map<String, Double> noisiest(List<Share> shares) {
    double all = shares.stream().mapToDouble(Share::noise).sum();
    Set<String> known = new HashSet<>(ranges.tensors());
    Map<String, Double> noisiest = new LinkedHashMap<>();
    shares.stream()
        .filter(share -> share.noise() > NOISY * all && known.contains(share.source().tensor()))
        .limit(MOST)
        .forEach(share -> noisiest.put(share.source().tensor(), share.noise()));
    return noisiest;
  }

  /** What some values cause alone with their ranges found by a candidate. */
  private Map<String, Double> noise(Candidate candidate, Set<String> values) {
    Ranges changed = ranges;
    for (String value : values) {
      changed = changed.with(value, candidate);
    }
    Map<String, Double> noise = new HashMap<>();
    for (Share share :
        measurement.apply(planner.plan(changed).plan()).activations(Set.copyOf(values))) {
      if (share.source() instanceof NoiseSource.Activation(String tensor, String _)) {
        noise.put(tensor, share.noise());
      }
    }
    return noise;
  }
}
