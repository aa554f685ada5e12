package io.plumbline.quantize.calibrate;

import java.util.function.ToDoubleFunction;

/**
 * Searches the range of least cost inside a whole range. First both ends shrink together, by the
 * same share; from the best of those on, where the zero point is free, each end in turn takes its
 * own best share while the other stays, until neither gains. So a long tail at one end is cut
 * without touching the other.
 */
final class RangeSearch {
  private static final int EVEN = 64;
  private static final int SMALLEST_EVEN = 4;
  private static final int ROOTS = 12;

  /** i/64 down to 4/64, and from there on each smaller by a square root of 2. */
  private static final double[] SHARES = shares();

  private static final int MOST_ROUNDS = 8;

  /** An end is cut alone where that saves a twentieth of the cost: samples do not say more. */
  private static final double WORTHWHILE = 0.95;

  private final Range whole;
  private final ToDoubleFunction<Range> cost;
  private Range best;
  private double least;

  private RangeSearch(Range whole, ToDoubleFunction<Range> cost) {
    this.whole = whole;
    this.cost = cost;
    this.best = whole;
    this.least = cost.applyAsDouble(whole);
  }

  private static double[] shares() {
    double[] shares = new double[EVEN - SMALLEST_EVEN + 1 + ROOTS];
    for (int i = 0; i < shares.length; i++) {
      shares[i] =
          i <= EVEN - SMALLEST_EVEN
              ? (double) (EVEN - i) / EVEN
              : shares[i - 1] / StrictMath.sqrt(2);
    }
    return shares;
  }

  /**
   * The range of least cost; of equal ones the first that was tried, which is the wider one.
   *
   * @param asymmetric whether the ends may shrink by different shares
   * @param cost of a range; infinite for one that is not to be taken
   */
  static Range best(Range whole, boolean asymmetric, ToDoubleFunction<Range> cost) {
    var search = new RangeSearch(whole, cost);
    for (double share : SHARES) {
      search.attempt(Range.covering(whole.low() * share, whole.high() * share), 1);
    }
    boolean gained = asymmetric && whole.low() < 0 && whole.high() > 0;
    for (int round = 0; gained && round < MOST_ROUNDS; round++) {
      Range before = search.best;
      search.ends();
      gained = !search.best.equals(before);
    }
    return search.best;
  }

  private void ends() {
    float high = best.high();
    for (double share : SHARES) {
      attempt(Range.covering(whole.low() * share, high), WORTHWHILE);
    }
    float low = best.low();
    for (double share : SHARES) {
      attempt(Range.covering(low, whole.high() * share), WORTHWHILE);
    }
  }

  /**
   * @param most of the least cost so far, that the candidate may have
   */
  private void attempt(Range candidate, double most) {
    double found = cost.applyAsDouble(candidate);
    if (found < most * least) {
      least = found;
      best = candidate;
    }
  }
}
