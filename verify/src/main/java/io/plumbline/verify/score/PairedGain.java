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
   * upper tail of Student's distribution.
   */
  public double chance() {
    return samples < 2 ? 1 : Student.upperTail(t(), samples - 1);
  }

  /**
   * About how many such samples a gain would need to be told from chance.
   *
   * @param least the smallest gain that is looked for, where this one is smaller
   * @param level how likely chance may be
   */
  public long needed(double least, double level) {
    double errors = Student.normal(level) * error / Math.max(least, mean);
    return Math.max(samples + 1L, (long) Math.ceil(samples * errors * errors));
  }
}
