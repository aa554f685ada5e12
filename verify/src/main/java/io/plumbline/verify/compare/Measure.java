package io.plumbline.verify.compare;

import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A figure of how near a tensor y is to a reference x of the same element count n. All sums are
 * float64 in index order. Every figure is NaN where a pair holds a number that is not finite,
 * unless both are the same infinity; such pairs take no part.
 *
 * <p>The names are those of Horizon's debugging tools, of its {@code QuantAnalysis} and of Pulsar's
 * layer comparison; the manuals print no formulas, these are the usual ones.
 */
public enum Measure {
  /** ⟨x, y⟩ / (‖x‖·‖y‖), −1…1; 1 when both are zero everywhere, 0 when one is. */
  COSINE(true, "cosine", "cosine-similarity", "cos-sim"),
  /** Σ(x−y)² / n. */
  MSE(false, "mse"),
  /** Σ|x−y| / n. */
  MAE(false, "mae", "l1"),
  /** The mean of |x−y| / |x| over elements whose x is not 0; 0 where there are none. */
  MRE(false, "mre"),
  /** 10·log₁₀(Σx² / Σ(x−y)²) in decibels; infinite without a difference. */
  SQNR(true, "sqnr"),
  /** max |x−y|. */
  CHEBYSHEV(false, "chebyshev", "atol", "max-abs-diff"),
  /** √(Σ(x−y)² / Σx²), the error of the 2-norm; 0 without a difference. */
  RELATIVE_ERROR(false, "relative-error", "2-norm", "2-norm-relative-error"),
  /**
   * Pearson's: the cosine of x and y after each lost its mean, −1…1. 1 when both are constant, 0
   * when one is.
   */
  CORRELATION(true, "correlation"),
  /**
   * ∫|F(t) − G(t)| dt of the empirical distributions F of x and G of y, the Wasserstein distance of
   * order 1: the mean of |x₍ᵢ₎ − y₍ᵢ₎| over both in ascending order. In the unit of x.
   */
  CDF_DISTANCE(false, "cdf-distance", "cdfdistance"),
  /**
   * The share of positions where x and y have their largest element, the first of equal ones, at
   * another index, 0…1: over axis 1 of four and more axes, over the last of fewer. NaN where that
   * axis has a single index.
   */
  ARG_MAX_FLIPS(false, "arg-max-flips", "flips");

  private final boolean more;
  private final List<String> names;

  Measure(boolean more, String... names) {
    this.more = more;
    this.names = List.of(names);
  }

  /** The name in tables, options and JSON, such as {@code relative-error}. */
  public String label() {
    return names.getFirst();
  }

  /** The heading of a column, such as {@code 2-norm RE}. */
  public String title() {
    return switch (this) {
      case COSINE -> "Cosine";
      case MSE -> "MSE";
      case MAE -> "MAE";
      case MRE -> "MRE";
      case SQNR -> "SQNR (dB)";
      case CHEBYSHEV -> "Chebyshev";
      case RELATIVE_ERROR -> "2-norm RE";
      case CORRELATION -> "Correlation";
      case CDF_DISTANCE -> "CdfDistance(p=1)";
      case ARG_MAX_FLIPS -> "Arg-max flips";
    };
  }

  /** All labels in order. */
  public static List<String> labels() {
    return Stream.of(values()).map(Measure::label).toList();
  }

  /** The measure of this label or of a documented name, in any case, with - or _. */
  public static Optional<Measure> named(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    return Stream.of(values()).filter(measure -> measure.names.contains(plain)).findFirst();
  }

  /** Whether a larger figure stands for nearer tensors. */
  public boolean isHigherBetter() {
    return more;
  }

  /** Whether a figure is better than another one; one that is no number is worse than any. */
  public boolean isBetter(double figure, double other) {
    return !Double.isNaN(figure)
        && (Double.isNaN(other) || (more ? figure > other : figure < other));
  }

  /**
   * The cosine 1/√(1 + e²) that an error of the share e of a signal brings with it, where the error
   * is orthogonal to the signal: what stands for the cosine of single numbers.
   *
   * @param error root of the mean square of the difference, or one difference
   * @param size root of the mean square of the reference
   * @return 1 without an error, NaN for one that is no number
   */
  public static double cosineOf(double error, double size) {
    return error == 0 ? 1 : size / Math.sqrt(size * size + error * error);
  }

  /** The figure of equal tensors. */
  public double perfect() {
    return switch (this) {
      case COSINE, CORRELATION -> 1;
      case SQNR -> Double.POSITIVE_INFINITY;
      case MSE, MAE, MRE, CHEBYSHEV, RELATIVE_ERROR, CDF_DISTANCE, ARG_MAX_FLIPS -> 0;
    };
  }

  /**
   * Compares the values of tensors of one shape.
   *
   * @param expected the reference x
   * @param actual y
   * @throws IllegalArgumentException when the element counts differ
   */
  public double between(Tensor expected, Tensor actual) {
    return TensorComparison.of(RealValues.of(expected), RealValues.of(actual), List.of(this))
        .figure(this);
  }
}
