package io.plumbline.verify.compare;

import java.util.Locale;

/**
 * What counts as equal: {@code |x − y| ≤ absolute + relative·|x|}.
 *
 * @param absolute in the unit of the reference x, 0 or more
 * @param relative 0 or more
 */
public record Tolerance(double absolute, double relative) {
  /** The digits that are compared unless others are asked for, as in Horizon's verifiers. */
  public static final int DEFAULT_DIGITS = 5;

  /** Equal numbers only. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** That of so many digits. */
  public static final Tolerance DEFAULT = ofDigits(DEFAULT_DIGITS);

  /** The defaults of the scripts in Pulsar's manual that compare dumped folders. */
  public static final Tolerance GROUND_TRUTH = new Tolerance(1e-2, 1e-2);

  /**
   * @throws IllegalArgumentException when either is negative or no number
   */
  public Tolerance {
    if (!(absolute >= 0) || !(relative >= 0)) {
      throw new IllegalArgumentException(absolute + " and " + relative + " are no tolerance");
    }
  }

  /**
   * 10 to the power of −digits.
   *
   * @param digits decimal places, 0…15
   */
  public static Tolerance ofDigits(int digits) {
    if (digits < 0 || digits > 15) {
      throw new IllegalArgumentException(digits + " digits are not within 0…15");
    }
    return new Tolerance(Double.parseDouble("1e-" + digits), 0);
  }

  /** Whether a difference from a finite x counts as none. */
  boolean allows(double difference, double x) {
    return difference <= absolute + relative * Math.abs(x);
  }

  /** For people. */
  public String text() {
    return relative == 0
        ? String.format(Locale.ROOT, "within %s", absolute)
        : String.format(Locale.ROOT, "within %s + %s·|x|", absolute, relative);
  }
}
