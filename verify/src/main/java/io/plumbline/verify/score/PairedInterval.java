package io.plumbline.verify.score;

/**
 * The 95 % confidence interval of the difference of two shares that were counted on the same
 * samples, from Wilson's score intervals of both (R. G. Newcombe, Improved confidence intervals for
 * the difference between binomial proportions based on paired data, Statistics in Medicine 17,
 * 1998, method 10). It stays within −1…1 and has a width when no sample differs, as three right
 * answers of three say little.
 *
 * @param low −1…1, at most the difference
 * @param high −1…1, at least the difference
 */
public record PairedInterval(double low, double high) {
  /**
   * Of the first share minus the second.
   *
   * @param both samples that count for both shares
   * @param first samples that count for the first share alone
   * @param second samples that count for the second share alone
   * @param neither samples that count for none
   */
  public static PairedInterval of(long both, long first, long second, long neither) {
    double count = (double) both + first + second + neither;
    if (count == 0) {
      return new PairedInterval(-1, 1);
    }
    long all = both + first + second + neither;
    Estimate one = Estimate.share(both + first, all);
    Estimate other = Estimate.share(both + second, all);
    double phi = correlation((double) both, (double) first, (double) second, (double) neither);
    double difference = (first - second) / count;
    return new PairedInterval(
        Math.max(-1, difference - distance(one.below(), other.above(), phi)),
        Math.min(1, difference + distance(one.above(), other.below(), phi)));
  }

  private static double distance(double one, double other, double phi) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  }

  /** Of the two answers, with a continuity correction towards 0 where it is positive. */
  private static double correlation(double both, double first, double second, double neither) {
    double product = (both + first) * (second + neither) * (both + second) * (first + neither);
    if (product == 0) {
      return 0;
    }
    double half = (both + first + second + neither) / 2;
    double association = both * neither - first * second;
    double corrected = association > 0 ? Math.max(association - half, 0) : association;
    return corrected / Math.sqrt(product);
  }
}
