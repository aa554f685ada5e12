package io.plumbline.pipeline.record;

import io.plumbline.pipeline.tune.BiasShift;
import io.plumbline.pipeline.tune.Correction;
import io.plumbline.pipeline.tune.RoundedWeights;
import io.plumbline.pipeline.tune.Tuned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was done to win accuracy back, sum by sum, as {@code quant_info.json} has it. */
final class TunedSums {
  private final Map<String, Map<String, Object>> biases;
  private final Map<String, Map<String, Object>> roundings = new HashMap<>();

  TunedSums(Optional<Tuned> tuned) {
    this.biases = tuned.map(Tuned::correction).map(TunedSums::biases).orElse(Map.of());
    tuned.flatMap(Tuned::rounding).ifPresent(this::addRoundings);
  }

  private static Map<String, Map<String, Object>> biases(Correction correction) {
    Set<String> applied = new HashSet<>();
    correction.applied().forEach(shift -> applied.add(shift.name()));
    Map<String, Map<String, Object>> biases = new HashMap<>();
    for (BiasShift shift : correction.shifts()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("corrected", applied.contains(shift.name()));
      map.put("mean_difference", shift.before());
      map.put("left_on_other_samples", shift.after());
      biases.put(shift.name(), map);
    }
    return biases;
  }

  private void addRoundings(Correction found) {
    Set<String> applied = new HashSet<>();
    found.appliedWeights().forEach(weights -> applied.add(weights.name()));
    Map<String, Map<String, Object>> corrected = biases(found);
    for (RoundedWeights weights : found.rounded()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("rounded", applied.contains(weights.name()));
      map.put("moved_weights", weights.moved());
      map.put("error_to_nearest", weights.before());
      map.put("error_on_other_samples", weights.after());
      if (!weights.reason().isEmpty()) {
        map.put("reason", weights.reason());
      }
      Optional.ofNullable(corrected.get(weights.name()))
          .ifPresent(bias -> map.put("bias_correction", bias));
      roundings.put(weights.name(), map);
    }
  }

  /** The entries of a node by its name. */
  Map<String, Object> of(String node) {
    Map<String, Object> entries = new LinkedHashMap<>();
    Optional.ofNullable(biases.get(node)).ifPresent(map -> entries.put("bias_correction", map));
    Optional.ofNullable(roundings.get(node)).ifPresent(map -> entries.put("rounding", map));
    return entries;
  }
}
