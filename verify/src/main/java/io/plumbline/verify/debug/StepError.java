package io.plumbline.verify.debug;

/**
 * The error of a node that reads the same input in float and rounded.
 *
 * @param elements compared
 * @param rmse √(Σ(q − y)² / n) in steps of the value: 0.289 where rounding alone makes it
 * @param largest max |q − y| in steps
 * @param worstChannel the channel with the largest share of the squared error
 * @param worstShare that share, 0…1
 * @param signal Σy² / n
 * @param energies the squared error by where it comes from
 * @param clipped share of elements that are cut off, 0…1
 * @param low the least value before it is rounded
 * @param high the largest
 * @param used the share of the integers' range that values lie in; above 1 where they are cut off
 * @param distinct integers that occur
 * @param varies whether the float values are not all the same
 * @param spread the largest magnitude of a channel over that of the middle one
 */
public record StepError(
    long elements,
    double rmse,
    double largest,
    int worstChannel,
    double worstShare,
    double signal,
    Energies energies,
    double clipped,
    double low,
    double high,
    double used,
    int distinct,
    boolean varies,
    double spread) {
  /** RMSE of rounding to nearest, in steps: 1/√12. */
  public static final double IDEAL = 0.288675;

  /**
   * Means of squares over elements.
   *
   * @param shift of the mean of each channel by weights and bias
   * @param weights of what weights do besides
   * @param clipping of what is cut off
   * @param rounding of what is rounded
   */
  public record Energies(double shift, double weights, double clipping, double rounding) {
    public double sum() {
      return shift + weights + clipping + rounding;
    }

    /** A part of the sum, 0 without any. */
    public double share(double part) {
      return sum() == 0 ? 0 : part / sum();
    }
  }

  /** 10·log₁₀(Σy² / Σ(q−y)²); infinite without an error. */
  public double decibels() {
    return energies.sum() == 0
        ? Double.POSITIVE_INFINITY
        : 10 * StrictMath.log10(signal / energies.sum());
  }
}
