package io.plumbline.graph.op;

/**
 * The Gauss error function by its Maclaurin series below 3 and the continued fraction of erfc above
 * (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.5 and 7.1.14); absolute error
 * below 1e-14.
 */
final class ErrorFunction {
  private static final double TWO_OVER_ROOT_PI = 2 / StrictMath.sqrt(StrictMath.PI);

  private ErrorFunction() {}

  static double erf(double x) {
    double magnitude = Math.abs(x);
    double value = magnitude < 3 ? series(magnitude) : 1 - complement(magnitude);
    return Math.copySign(value, x);
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return TWO_OVER_ROOT_PI * sum;
  }

  private static double complement(double x) {
    if (x > 6) {
      return 0;
    }
    double tail = x;
    for (int n = 60; n >= 1; n--) {
      tail = x + n / 2.0 / tail;
    }
    return StrictMath.exp(-x * x) / (tail * StrictMath.sqrt(StrictMath.PI));
  }
}
