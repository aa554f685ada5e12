package io.plumbline.verify.debug;

/** The cause that the error of a node points at. */
public final class CauseRule {
  /** Integers of a program may be one step off: a sum is rounded once, and not twice. */
  private static final long LEGAL_STEPS = 1;

  /** Magnitudes that differ by more lose three bits. */
  private static final double FAR_APART = 8;

  /** A range of which less is used is too wide: a bit is lost. */
  private static final double HARDLY_USED = 0.6;

  /** An RMSE of so many steps is what rounding costs anyway. */
  private static final double USUAL = 1.1 * StepError.IDEAL;

  /** Below this share of the signal no error does harm: −60 dB. */
  private static final double HARMLESS = 1e-6;

  private CauseRule() {}

  /** The cause; none for an error that is nothing but half a step of a well used range. */
  public static Cause of(StepError error, StepFacts facts) {
    if (error.varies() && error.distinct() <= 1) {
      return Cause.COLLAPSED;
    }
    StepError.Energies parts = error.energies();
    double own = Math.max(parts.clipping(), parts.rounding());
    boolean given = Math.max(parts.shift(), parts.weights()) >= own;
    if (facts.programSteps() > LEGAL_STEPS && !(given && error.rmse() > 1)) {
      return Cause.IMPLEMENTATION;
    }
    if (parts.sum() <= HARMLESS * error.signal()) {
      return Cause.NONE;
    }
    if (error.rmse() <= 1 && error.used() >= HARDLY_USED && error.spread() >= FAR_APART) {
      return Cause.WEIGHT_SPREAD;
    }
    if (parts.shift() >= own && parts.shift() >= parts.weights()) {
      return ofWeights(facts, Cause.BIAS);
    }
    if (parts.weights() >= own) {
      return ofWeights(facts, Cause.ROUNDING);
    }
    return parts.clipping() >= parts.rounding() ? Cause.CLIPPING : ofRounding(error, facts);
  }

  private static Cause ofWeights(StepFacts facts, Cause otherwise) {
    boolean spread = facts.weightSpread() >= FAR_APART;
    return spread && (facts.perTensor() || facts.weightsClipped() > 0)
        ? Cause.WEIGHT_SPREAD
        : otherwise;
  }

  private static Cause ofRounding(StepError error, StepFacts facts) {
    if (error.used() < HARDLY_USED) {
      return Cause.ROUNDING;
    }
    if (facts.joins() && facts.inputRatio() >= FAR_APART) {
      return Cause.MIXED_MAGNITUDE;
    }
    return error.rmse() <= USUAL && error.decibels() > 40 ? Cause.NONE : Cause.ROUNDING;
  }
}
