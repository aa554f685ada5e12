package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Range;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The range that calibration gives each observed value, and by which method. A value of its own:
 * ranges with another calibrator for one tensor share all others with those they were made of.
 */
public final class Ranges {
  /** A range and the calibrator that found it. */
  record Found(Range range, Calibrator calibrator) {}

  private final PlanStructure structure;
  private final Statistics statistics;
  private final SequencedMap<String, ActivationScheme> schemes;
  private final List<Finding> findings;
  private final SequencedMap<String, Found> found;

  private Ranges(
      PlanStructure structure,
      SequencedMap<String, ActivationScheme> schemes,
      Statistics statistics,
      List<Finding> findings,
      SequencedMap<String, Found> found) {
    this.structure = structure;
    this.schemes = schemes;
    this.statistics = statistics;
    this.findings = findings;
    this.found = Collections.unmodifiableSequencedMap(found);
  }

  /**
   * One calibrator for all.
   *
   * @param structure of the plans that are made of the ranges
   * @param schemes of the observed values, in execution order
   * @param statistics of the kind the calibrator needs
   */
  static Ranges of(
      PlanStructure structure,
      SequencedMap<String, ActivationScheme> schemes,
      Statistics statistics,
      Calibrator calibrator) {
    SequencedMap<String, Found> found = new LinkedHashMap<>();
    schemes.forEach(
        (value, scheme) -> {
          Range range = calibrator.range(statistics.tensor(value), scheme);
          found.put(value, new Found(range, calibrator));
        });
    List<Finding> findings =
        schemes.sequencedKeySet().stream()
            .flatMap(value -> StatisticsFindings.of(value, statistics.tensor(value)).stream())
            .toList();
    return new Ranges(structure, schemes, statistics, findings, found);
  }

  /**
   * The same ranges but for one tensor.
   *
   * @param tensor an observed value
   * @throws BadConfigurationException when no value of this name has a range of its own
   */
  public Ranges with(String tensor, Calibrator calibrator) {
    of(tensor);
    SequencedMap<String, Found> changed = new LinkedHashMap<>(found);
    Range range = calibrator.range(statistics.tensor(tensor), scheme(tensor));
    changed.put(tensor, new Found(range, calibrator));
    return new Ranges(structure, schemes, statistics, findings, changed);
  }

  /** Names of the values, in execution order. */
  public List<String> tensors() {
    return List.copyOf(found.keySet());
  }

  PlanStructure structure() {
    return structure;
  }

  /** What is worth a word about the statistics, in execution order. */
  List<Finding> findings() {
    return findings;
  }

  ActivationScheme scheme(String tensor) {
    return Objects.requireNonNull(schemes.get(tensor), tensor);
  }

  Found of(String tensor) {
    Found known = found.get(tensor);
    if (known == null) {
      throw new BadConfigurationException(
          "plan.unknown-tensor",
          tensor,
          "no tensor with a range of its own is called '%s'%s"
              .formatted(tensor, NearestSpelling.suggestion(tensor, tensors())),
          "use the name of an activation in quant_info.json");
    }
    return known;
  }
}
