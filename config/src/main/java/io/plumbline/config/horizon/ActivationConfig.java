package io.plumbline.config.horizon;

import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.quantize.calibrate.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What a level of {@code quant_config} says of activations: of each key nothing, a value, or
 * several candidates.
 *
 * @param types calibrators, {@code load}, {@code default} or {@code mix}
 * @param percentiles for the calibrator {@code max}
 * @param asymmetric whether zero points are free
 * @param perChannel where ranges for each channel are asked for
 */
record ActivationConfig(
    List<String> types,
    List<Double> percentiles,
    List<Boolean> asymmetric,
    Optional<String> perChannel) {
  static final ActivationConfig NONE =
      new ActivationConfig(List.of(), List.of(), List.of(), Optional.empty());

  ActivationConfig withTypes(List<String> others) {
    return new ActivationConfig(others, percentiles, asymmetric, perChannel);
  }

  ActivationConfig withPercentiles(List<Double> others) {
    return new ActivationConfig(types, others, asymmetric, perChannel);
  }

  ActivationConfig withAsymmetric(List<Boolean> others) {
    return new ActivationConfig(types, percentiles, others, perChannel);
  }

  ActivationConfig withPerChannel(String where) {
    return new ActivationConfig(types, percentiles, asymmetric, Optional.of(where));
  }

  /** Whether there is anything to compare. */
  boolean isSearch() {
    return types.size() > 1 || percentiles.size() > 1 || asymmetric.size() > 1;
  }

  /**
   * Every calibrator with every other value.
   *
   * @param bounds whether {@code asymmetric: false} alone means a fixed zero point; else the target
   *     decides
   */
  List<Candidate> candidates(boolean bounds) {
    SequencedSet<Candidate> candidates = new LinkedHashSet<>();
    for (String type : types) {
      for (Candidate found : named(type)) {
        if (asymmetric.size() > 1 || (bounds && !asymmetric.isEmpty())) {
          asymmetric.forEach(free -> candidates.add(new Candidate(found.calibrator(), !free)));
        } else {
          candidates.add(found);
        }
      }
    }
    return List.copyOf(candidates);
  }

  private List<Candidate> named(String type) {
    if (!type.equals("max") || percentiles.isEmpty()) {
      return Calibrators.parse(type).stream().toList();
    }
    List<Candidate> all = new ArrayList<>();
    for (double share : percentiles) {
      all.add(
          Candidate.of(share == 1 ? new Calibrator.Max() : new Calibrator.MaxPercentile(share)));
    }
    return all;
  }
}
