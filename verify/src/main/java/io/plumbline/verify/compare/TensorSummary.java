package io.plumbline.verify.compare;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How near one tensor of a model is to a reference's over many samples.
 *
 * @param tensor its name in the reference
 * @param samples that were compared
 * @param elements of one sample of the reference; of the last where the data decide
 * @param strict mismatches of all samples together
 * @param strictSample the first sample that has the most of them; empty without a mismatch
 * @param figures by measure; empty where the element counts never agreed
 * @param steps of all samples, where both are integers of the same parameters
 * @param step what one quantization step of the tensor stands for, in real units: of the compared
 *     model, or of the reference where only that has one; empty without one
 */
public record TensorSummary(
    String tensor,
    int samples,
    long elements,
    StrictCount strict,
    String strictSample,
    Map<Measure, Figure> figures,
    Optional<Steps> steps,
    OptionalDouble step) {
  /**
   * A measure over samples.
   *
   * @param mean each sample of the same weight; of {@link Measure#SQNR} the ratio of the energies
   *     of all samples. NaN where any is
   * @param worst of the samples
   * @param sample the first that has the worst
   */
  public record Figure(double mean, double worst, String sample) {}

  public TensorSummary {
    EnumMap<Measure, Figure> copy = new EnumMap<>(Measure.class);
    copy.putAll(figures);
    figures = Collections.unmodifiableMap(copy);
  }

  /** The figure of a measure; empty where it was not asked for or nothing could be compared. */
  public Optional<Figure> figure(Measure measure) {
    return Optional.ofNullable(figures.get(measure));
  }

  /** The largest difference in quantization steps; empty without a step. */
  public OptionalDouble largestSteps() {
    if (steps.isPresent()) {
      return OptionalDouble.of((double) steps.get().largest());
    }
    return step.isPresent()
        ? OptionalDouble.of(strict.largestDifference() / step.getAsDouble())
        : step;
  }
}
