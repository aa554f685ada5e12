package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.TensorStatistics;

/**
 * One way to find the parameters of an activation.
 *
 * @param calibrator finds the range
 * @param symmetric whether the zero point is fixed also where the target leaves it free
 */
public record Candidate(Calibrator calibrator, boolean symmetric) {
  /** Zero points as the target allows them. */
  public static Candidate of(Calibrator calibrator) {
    return new Candidate(calibrator, false);
  }

  /** The name that plans and reports show, such as {@code kl,symmetric}. */
  public String method() {
    return calibrator.method() + (symmetric ? Calibrators.SYMMETRIC : "");
  }

  /** How parameters follow from a range, where a target allows a scheme. */
  public ActivationScheme scheme(ActivationScheme allowed) {
    return symmetric ? allowed.symmetric() : allowed;
  }

  /**
   * The range of a tensor.
   *
   * @param statistics of the kind that the calibrator needs
   * @param allowed what the target allows
   */
  public Range range(TensorStatistics statistics, ActivationScheme allowed) {
    return calibrator.range(statistics, scheme(allowed));
  }
}
