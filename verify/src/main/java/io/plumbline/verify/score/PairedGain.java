package io.plumbline.verify.score;

/**
 * What one of two has over the other, measured on the same samples.
 *
 * @param mean over samples
 * @param error of the mean
 * @param samples how many there were; one says nothing of the error
 */
public record PairedGain(double mean, double error, int samples) {
  /** Keeps a test of equal pairs from dividing by nothing. */
  private static final double LEAST_ERROR = 1e-9;

  /** Of paired numbers, as many of one as of the other. */
  public static PairedGain of(double[] one, double[] other) {
    int count = one.length;
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += (one[i] - other[i]) / count;
    }
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double deviation = one[i] - other[i] - mean;
      squares += deviation * deviation;
    }
    double error = Math.sqrt(squares / Math.max(1, count - 1) / count);
    return new PairedGain(mean, Math.max(error, LEAST_ERROR), count);
  }

  /** Student's t. */
  public double t() {
    return mean / error;
  }

  /**
   * How likely so large a mean is where there is nothing to gain, 0…1, and 1 of one sample: the
   * upper tail of Student's distribution by way of a normal deviate (D. L. Wallace, Bounds on
   * normal approximations to Student's and the chi-square distributions, 1959).
   */
  public double chance() {
    if (samples < 2) {
      return 1;
    }
    double degrees = samples - 1;
    double deviate =
        (8 * degrees + 1)
            / (8 * degrees + 3)
            * Math.sqrt(degrees * StrictMath.log1p(t() * t() / degrees));
    double tail = upperTail(deviate);
    return t() >= 0 ? tail : 1 - tail;
  }

  /**
   * About how many such samples a gain would need to be told from chance.
   *
   * @param least the smallest gain that is looked for, where this one is smaller
   * @param level how likely chance may be
   */
  public long needed(double least, double level) {
    double low = 0;
    double high = 40;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      low = upperTail(middle) > level ? middle : low;
      high = upperTail(middle) > level ? high : middle;
    }
    double errors = high * error / Math.max(least, mean);
    return Math.max(samples + 1L, (long) Math.ceil(samples * errors * errors));
  }

  /** Of the normal distribution, relative error below 1e-6 (Abramowitz and Stegun, 26.2.14). */
  private static double upperTail(double deviate) {
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
