package io.plumbline.verify.colour;

import java.util.List;

/** Absolute errors of one colour channel over many pictures, each below 512 steps of 255. */
final class PixelErrors {
  /** Errors are counted in bins of 1/64 step. */
  private static final int PER_STEP = 64;

  private static final int BINS = 512 * PER_STEP;

  /** Sums over one picture; kept apart so that the order of adding up is that of the pictures. */
  record Sums(long elements, double squares, double sum, double max) {}

  /** Whole numbers, which may be added in any order. */
  private final long[] counts = new long[BINS];

  /**
   * Takes in one picture.
   *
   * @param first index of the channel's first element, and {@code step} from one to the next
   */
  Sums add(float[] expected, float[] actual, int first, int step, int count) {
    int[] own = new int[BINS];
    double squares = 0;
    double sum = 0;
    double max = 0;
    for (int i = 0, at = first; i < count; i++, at += step) {
      double error = Math.abs((double) actual[at] - expected[at]);
      own[Math.min(BINS - 1, (int) Math.ceil(error * PER_STEP))]++;
      squares += error * error;
      sum += error;
      max = Math.max(max, error);
    }
    merge(own);
    return new Sums(count, squares, sum, max);
  }

  private synchronized void merge(int[] own) {
    for (int bin = 0; bin < BINS; bin++) {
      counts[bin] += own[bin];
    }
  }

  /** The error over all pictures whose sums are given. */
  synchronized ChannelError result(List<Sums> pictures) {
    long elements = 0;
    double squares = 0;
    double sum = 0;
    double max = 0;
    for (Sums picture : pictures) {
      elements += picture.elements();
      squares += picture.squares();
      sum += picture.sum();
      max = Math.max(max, picture.max());
    }
    return new ChannelError(psnr(squares / elements), sum / elements, percentile(elements), max);
  }

  private static double psnr(double meanSquare) {
    return meanSquare == 0
        ? Double.POSITIVE_INFINITY
        : 10 * StrictMath.log10(255 * 255 / meanSquare);
  }

  /** The upper edge of the bin below which 99 % of the errors lie. */
  private double percentile(long elements) {
    long wanted = elements - elements / 100;
    long seen = 0;
    int bin = 0;
    while (bin < BINS - 1 && seen + counts[bin] < wanted) {
      seen += counts[bin++];
    }
    return (double) bin / PER_STEP;
  }
}
