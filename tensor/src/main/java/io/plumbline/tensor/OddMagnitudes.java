package io.plumbline.tensor;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds samples that are out of scale with the others, such as a picture of 0…255 among pictures of
 * 0…1. A magnitude is odd when it is more than 32 times, or less than a 32nd of the median, and its
 * logarithm is four times farther from the median's than that of the middle one of all: recordings
 * that are loud and soft by nature are not odd. Zeros have no scale and are neither odd nor
 * counted.
 */
public final class OddMagnitudes {
  /** Between 0…1 or normalised pixels and 0…255 lie factors of 100 and more. */
  private static final double FACTOR = StrictMath.log(32);

  private static final double SPREAD = 4;
  private static final int FEWEST = 4;

  private OddMagnitudes() {}

  /**
   * The indices of odd magnitudes; empty when fewer than four are more than zero.
   *
   * @param magnitudes ≥ 0; those that are not finite are left out like zeros
   */
  public static BitSet of(double[] magnitudes) {
    BitSet odd = new BitSet();
    double[] logarithms = Arrays.stream(magnitudes).map(StrictMath::log).toArray();
    double[] known = Arrays.stream(logarithms).filter(Double::isFinite).toArray();
    if (known.length < FEWEST) {
      return odd;
    }
    double median = median(known);
    double spread = median(Arrays.stream(known).map(each -> Math.abs(each - median)).toArray());
    double most = Math.max(FACTOR, SPREAD * spread);
    for (int i = 0; i < logarithms.length; i++) {
      odd.set(i, Double.isFinite(logarithms[i]) && Math.abs(logarithms[i] - median) > most);
    }
    return odd;
  }

  /** The lower of the two middle ones where there are two. */
  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
