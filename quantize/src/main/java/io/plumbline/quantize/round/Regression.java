package io.plumbline.quantize.round;

import java.util.ArrayList;
import java.util.List;

/**
 * The mean square error of sums against what they are to be, by their weights w:
 *
 * <pre>  E(w) = wᵀ·H·w − 2·wᵀ·c + v</pre>
 *
 * <p>with H the centred second moments of what the weights are multiplied with, c the moments of
 * these with what is wanted, and v the variance of what is wanted.
 *
 * <p>Weights that are to be w⁰ and lie near it are best at the minimum of {@code E(w) + λ·t·|w −
 * w⁰|²}, where t is the mean of the diagonal of H: ridge regression (Hoerl and Kennard, 1970)
 * towards w⁰. Rounding towards that point makes good what earlier layers lost, as far as the
 * samples can tell (Zhang et al., Qronos, 2025, arXiv 2505.11695, for λ near 0).
 */
public final class Regression {
  private final Quadratic quadratic;
  private final List<double[]> exact;
  private final List<double[]> cross;
  private final double[] variances;

  private Regression(
      Quadratic quadratic, List<double[]> exact, List<double[]> cross, double[] variances) {
    this.quadratic = quadratic;
    this.exact = exact;
    this.cross = cross;
    this.variances = variances;
  }

  /**
   * Of sums that are to be what they are with the exact weights on the same inputs.
   *
   * @param exact rows of weights, in steps of their integers
   */
  public static Regression towards(Quadratic quadratic, List<double[]> exact) {
    List<double[]> cross = new ArrayList<>();
    double[] variances = new double[exact.size()];
    for (double[] weights : exact) {
      double[] gradient = quadratic.gradient(weights);
      variances[cross.size()] = dot(weights, gradient);
      cross.add(gradient);
    }
    return new Regression(quadratic, exact, cross, variances);
  }

  /**
   * Of sums that are to be other numbers.
   *
   * @param exact rows of weights, in steps of their integers
   * @param wanted moments with a row for each of them
   * @param units what one step of a row's sum is in the numbers that are wanted
   */
  public static Regression towards(
      Quadratic quadratic, List<double[]> exact, CrossMoments wanted, double[] units) {
    List<double[]> cross = new ArrayList<>();
    double[] variances = new double[units.length];
    for (int row = 0; row < units.length; row++) {
      double[] centred = wanted.centred(row);
      for (int i = 0; i < centred.length; i++) {
        centred[i] /= units[row];
      }
      cross.add(centred);
      variances[row] = wanted.variance(row) / units[row] / units[row];
    }
    return new Regression(quadratic, exact, cross, variances);
  }

  private static double dot(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }

  public Quadratic quadratic() {
    return quadratic;
  }

  /**
   * The error of a row in squares of its steps.
   *
   * @param weights in steps
   */
  public double error(int row, double[] weights) {
    double linear = dot(weights, cross.get(row));
    double square = dot(weights, quadratic.gradient(weights));
    return Math.max(0, square - 2 * linear + variances[row]);
  }

  /** The error of a row of integers. */
  public double error(int row, int[] integers) {
    double[] weights = new double[integers.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = integers[i];
    }
    return error(row, weights);
  }

  /**
   * The best weights near the exact ones.
   *
   * @param strength λ, above 0: the greater, the nearer
   */
  public Ridge ridge(double strength) {
    return new Ridge(quadratic, strength, this);
  }

  double[] exact(int row) {
    return exact.get(row);
  }

  double[] cross(int row) {
    return cross.get(row);
  }
}
