package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.calibrate.Range;
import io.plumbline.quantize.calibrate.RoundingCosine;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorStatistics;
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
 * ranges with another candidate for one tensor share all others with those they were made of.
 */
public final class Ranges {
  /**
   * A range, how it was found, and how parameters follow from it.
   *
   * @param method as its candidate calls itself
   */
  record Found(Range range, String method, ActivationScheme scheme) {}

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
   * What a calibration makes of statistics.
   *
   * @param structure of the plans that are made of the ranges
   * @param schemes of the observed values, in execution order
   * @param statistics of the kind that the calibration needs
   */
  static Ranges of(
      PlanStructure structure,
      SequencedMap<String, ActivationScheme> schemes,
      Statistics statistics,
      Calibration calibration) {
    SequencedMap<String, Found> found = new LinkedHashMap<>();
    schemes.forEach(
        (value, scheme) ->
            found.put(value, found(statistics.tensor(value), calibration.of(value), scheme)));
    List<Finding> findings =
        schemes.sequencedKeySet().stream()
            .flatMap(value -> StatisticsFindings.of(value, statistics.tensor(value)).stream())
            .toList();
    return new Ranges(structure, schemes, statistics, findings, found);
  }

  private static Found found(
      TensorStatistics statistics, Candidate candidate, ActivationScheme allowed) {
    return new Found(
        candidate.range(statistics, allowed), candidate.method(), candidate.scheme(allowed));
  }

  /**
   * The same ranges but for one tensor.
   *
   * @param tensor an observed value
   * @throws BadConfigurationException when no value of this name has a range of its own
   */
  public Ranges with(String tensor, Candidate candidate) {
    of(tensor);
    SequencedMap<String, Found> changed = new LinkedHashMap<>(found);
    ActivationScheme allowed = Objects.requireNonNull(schemes.get(tensor), tensor);
    changed.put(tensor, found(statistics.tensor(tensor), candidate, allowed));
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

  /**
   * The cosine between a tensor's numbers and what its integers stand for.
   *
   * @throws BadConfigurationException when no value of this name has a range of its own
   */
  public double cosine(String tensor) {
    TensorStatistics known = statistics.tensor(tensor);
    return known.isEmpty()
        ? 1
        : RoundingCosine.of(known.distribution(), scheme(tensor).params(of(tensor).range()));
  }

  /** How the parameters of a tensor follow from its range. */
  ActivationScheme scheme(String tensor) {
    return of(tensor).scheme();
  }

  /** All that calibration saw of a tensor, 0 included. */
  Range seen(String tensor) {
    TensorStatistics known = statistics.tensor(tensor);
    return known.isEmpty() ? new Range(0, 0) : Range.covering(known.minimum(), known.maximum());
  }

  Found of(String tensor) {
    Found known = found.get(tensor);
    if (known == null) {
      throw new BadConfigurationException(
          "plan.unknown-tensor",
          tensor,
          "no tensor with a range of its own is called '%s'%s"
              .formatted(tensor, NearestSpelling.suggestion(tensor, tensors())),
          "use the name of an activation in PREFIX_quant_info.json");
    }
    return known;
  }
}
