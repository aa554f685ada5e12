package io.plumbline.verify.score;

/**
 * What some samples say of a figure, and where it lies with 95 % confidence.
 *
 * @param low at most the value
 * @param high at least the value
 */
public record Estimate(double value, double low, double high) {
  private static final double Z = 1.959963984540054;
  private static final double ONE_SIDE = 0.025;

  /**
   * A share, with Wilson's score interval: within 0…1, and with a width where all or none count.
   *
   * @param hits samples that count
   * @param all samples, at least one
   */
  public static Estimate share(long hits, long all) {
    double share = (double) hits / all;
    double centre = (hits + Z * Z / 2) / (all + Z * Z);
    double half = Z * Math.sqrt(all * share * (1 - share) + Z * Z / 4) / (all + Z * Z);
    return new Estimate(share, hits == 0 ? 0 : centre - half, hits == all ? 1 : centre + half);
  }

  /**
   * A mean, with Student's interval, which is as wide as the bounds where there is one sample.
   *
   * @param values one of each sample, at least one
   * @param least the smallest that a value can be
   * @param most the largest that a value can be
   */
  public static Estimate mean(double[] values, double least, double most) {
    int count = values.length;
    double mean = 0;
    for (double value : values) {
      mean += value / count;
    }
    if (count == 1) {
      return new Estimate(mean, least, most);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double half = Student.exceeded(ONE_SIDE, count - 1) * Math.sqrt(squares / (count - 1) / count);
    return new Estimate(mean, Math.max(least, mean - half), Math.min(most, mean + half));
  }

  double below() {
    return value - low;
  }

  double above() {
    return high - value;
  }
}
