package io.plumbline.pipeline.request;

import java.util.OptionalDouble;

/**
 * How near the program shall come to the float network on the calibration samples, for which some
 * values are held in 16 bits.
 *
 * @param agreement least share of samples with the float network's highest score, 0…1, as the noise
 *     and the distances of the scores make it likely
 * @param cosine least cosine of the outputs, −1…1: the mean over samples, of every output
 * @param budget most share of multiply-accumulates that may read 16 bits, 0…1; without one of the
 *     above as much of it is used as wins anything
 */
public record Goal(OptionalDouble agreement, OptionalDouble cosine, OptionalDouble budget) {
  /** Whatever 8 bits give. */
  public static final Goal NONE =
      new Goal(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /** Whether nothing is asked for. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether a nearness is asked for, and not just a budget given. */
  public boolean hasTarget() {
    return agreement.isPresent() || cosine.isPresent();
  }

  /** The same with another least agreement. */
  public Goal withAgreement(double share) {
    return new Goal(OptionalDouble.of(share), cosine, budget);
  }

  /** The same with another least cosine. */
  public Goal withCosine(double least) {
    return new Goal(agreement, OptionalDouble.of(least), budget);
  }

  /** The same with another budget. */
  public Goal withBudget(double share) {
    return new Goal(agreement, cosine, OptionalDouble.of(share));
  }
}
