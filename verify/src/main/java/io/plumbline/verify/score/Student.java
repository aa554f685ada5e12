package io.plumbline.verify.score;

import java.util.function.DoubleUnaryOperator;

/** Student's distribution and, beyond many degrees of freedom, the normal one. */
final class Student {
  private static final int HALVINGS = 60;

  private Student() {}

  /**
   * The upper tail by way of a normal deviate (D. L. Wallace, Bounds on normal approximations to
   * Student's and the chi-square distributions, 1959).
   *
   * @param degrees of freedom, positive
   */
  static double upperTail(double t, double degrees) {
    double deviate =
        (8 * degrees + 1)
            / (8 * degrees + 3)
            * Math.sqrt(degrees * StrictMath.log1p(t * t / degrees));
    double tail = normalTail(deviate);
    return t >= 0 ? tail : 1 - tail;
  }

  /** The number that is exceeded with a probability below one half. */
  static double exceeded(double probability, double degrees) {
    return exceeded(probability, t -> upperTail(t, degrees));
  }

  /** The number that a normal deviate exceeds with a probability below one half. */
  static double normal(double probability) {
    return exceeded(probability, Student::normalTail);
  }

  private static double exceeded(double probability, DoubleUnaryOperator tail) {
    double low = 0;
    double high = 1;
    while (tail.applyAsDouble(high) > probability) {
      high *= 2;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      boolean above = tail.applyAsDouble(middle) > probability;
      low = above ? middle : low;
      high = above ? high : middle;
    }
    return high;
  }

  /** Relative error below 1e-6 (Abramowitz and Stegun, 26.2.14). */
  private static double normalTail(double deviate) {
    if (deviate < 2) {
      return 0.5 - central(deviate);
    }
    double fraction = deviate;
    for (int k = 60; k > 0; k--) {
      fraction = deviate + k / fraction;
    }
    return density(deviate) / fraction;
  }

  /** The probability of 0…deviate, by its series (26.2.11). */
  private static double central(double deviate) {
    double term = deviate;
    double sum = term;
    for (int k = 1; k < 60; k++) {
      term *= deviate * deviate / (2 * k + 1);
      sum += term;
    }
    return density(deviate) * sum;
  }

  private static double density(double deviate) {
    return StrictMath.exp(-deviate * deviate / 2) / Math.sqrt(2 * Math.PI);
  }
}
