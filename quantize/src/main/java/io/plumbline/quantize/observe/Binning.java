package io.plumbline.quantize.observe;

/**
 * Where a number falls: bin {@code trunc(x / 2ᵏ)}, so that bin 0 is the open interval (−2ᵏ, 2ᵏ),
 * bin i above it [i·2ᵏ, (i+1)·2ᵏ), and negative bins are their mirror images. As {@code
 * trunc(trunc(x / w) / 2) = trunc(x / 2w)}, doubling the width adds neighbours and gives the very
 * counts that the wider bins would have given from the start.
 */
final class Binning {
  /** Bins run from −HALF to HALF − 1. */
  static final int HALF = 1 << 13;

  /** Positions in a table of counts: bin + HALF. */
  static final int SIZE = 2 * HALF;

  private static final int LARGEST_EXPONENT_OF_BIN = 13;

  /** Below this width bins are not divided further; 2⁻ᵏ must stay a float. */
  static final int SMALLEST_EXPONENT = -100;

  private Binning() {}

  /**
   * The position of an element of bin 0 in a table of {@link BinCounter}, by its place in a run.
   */
  static int zero(int place) {
    return SIZE + place;
  }

  /**
   * The smallest k for which a magnitude falls into the table; at least half of the bins on its
   * side lie below it, unless it is tiny.
   */
  static int exponentFor(float magnitude) {
    return Math.max(SMALLEST_EXPONENT, Math.getExponent(magnitude) + 1 - LARGEST_EXPONENT_OF_BIN);
  }

  /** The factor 2⁻ᵏ, exact. */
  static float factor(int exponent) {
    return Math.scalb(1f, -exponent);
  }

  /**
   * Moves counts to bins {@code 2^doublings} times as wide, in place.
   *
   * @param counts of SIZE bins
   */
  static void widen(Counts counts, int doublings) {
    if (doublings <= 0) {
      return;
    }
    int shift = Math.min(doublings, LARGEST_EXPONENT_OF_BIN);
    for (int bin = 1; bin < HALF; bin++) {
      counts.move(HALF + bin, HALF + (bin >> shift));
      counts.move(HALF - bin, HALF - (bin >> shift));
    }
  }
}
