package io.plumbline.runtime.arithmetic;

/**
 * Exponential and logarithm from exactly rounded double operations in a fixed order, without fused
 * multiply-add, so that every machine and language computes the same bits.
 */
public final class ElementaryFunctions {
  /** Below this, eˣ rounds to zero in float32. */
  public static final float EXP_UNDERFLOW = -104;

  /** Above this, eˣ rounds to infinity in float32. */
  public static final float EXP_OVERFLOW = 89;

  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final double SQRT_2 = 0x1.6a09e667f3bcdp0;
  private static final int EXP_DEGREE = 11;
  private static final double[] EXP_COEFFICIENTS = inverseFactorials(EXP_DEGREE);
  private static final int LOG_TERMS = 11;

  private ElementaryFunctions() {}

  /**
   * eˣ as float32, within 0.5001 units in the last place. In double: {@code n = rint(x·log₂e)},
   * {@code r = x − n·ln2}, the Taylor polynomial of degree 11 in Horner form {@code p = p·r + 1/k!}
   * for k = 10…0 from {@code p = 1/11!}, scaled by 2ⁿ and rounded to float32 once.
   */
  public static float exp(float x) {
    if (x < EXP_UNDERFLOW) {
      return 0;
    }
    if (x > EXP_OVERFLOW) {
      return Float.POSITIVE_INFINITY;
    }
    double n = Math.rint(x * LOG2_E);
    double r = x - n * LN_2;
    double p = EXP_COEFFICIENTS[EXP_DEGREE];
    for (int k = EXP_DEGREE - 1; k >= 0; k--) {
      p = p * r + EXP_COEFFICIENTS[k];
    }
    return (float) (p * powerOfTwo((int) n));
  }

  /**
   * ln x for a positive, finite, normal x, with an absolute error below 2⁻⁵⁰ · max(1, |ln x|). In
   * double: x = m·2ᵏ with m in [√½, √2), {@code f = (m − 1)/(m + 1)}, {@code ln m = 2f·(1 + f²/3 +
   * f⁴/5 + … + f²⁰/21)} summed from the smallest term, plus {@code k·ln2}.
   */
  public static double log(double x) {
    int k = Math.getExponent(x);
    double m = x * powerOfTwo(-k);
    if (m >= SQRT_2) {
      m = m * 0.5;
      k++;
    }
    double f = (m - 1) / (m + 1);
    double square = f * f;
    double series = 0;
    for (int term = LOG_TERMS - 1; term >= 0; term--) {
      series = series * square + 1.0 / (2 * term + 1);
    }
    return 2 * f * series + k * LN_2;
  }

  /** {@code 1 / (1 + exp(−x))}, three float32 operations on {@link #exp}. */
  public static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  /**
   * {@code (1 − t) / (1 + t)} with {@code t = exp(−2·|x|)} and the sign of x, in float32; the
   * absolute error is below 2⁻²².
   */
  public static float tanh(float x) {
    float t = exp(-2 * Math.abs(x));
    return Math.copySign((1 - t) / (1 + t), x);
  }

  private static double[] inverseFactorials(int degree) {
    double[] coefficients = new double[degree + 1];
    long factorial = 1;
    for (int k = 0; k <= degree; k++) {
      factorial *= Math.max(k, 1);
      coefficients[k] = 1.0 / factorial;
    }
    return coefficients;
  }

  private static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble((long) (exponent + 1023) << 52);
  }
}
