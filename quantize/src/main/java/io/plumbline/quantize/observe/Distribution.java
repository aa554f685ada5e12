package io.plumbline.quantize.observe;

import java.util.Arrays;

/**
 * How many of all elements of a tensor lie in each bin of its histogram. Where the histogram holds
 * all elements these are its counts. Where it holds a part, the bins beyond the innermost elements
 * of {@link Tails} are counted from those, exactly, and all other elements are shared out between
 * the bins in between as the part says.
 */
public final class Distribution {
  private final Histogram histogram;
  private final int first;
  private final double[] counts;

  private Distribution(Histogram histogram, int first, double[] counts) {
    this.histogram = histogram;
    this.first = first;
    this.counts = counts;
  }

  /**
   * @param elements finite elements seen
   */
  static Distribution of(Histogram histogram, Tails tails, long elements) {
    if (histogram.total() == elements || tails.size() < Tails.SIZE) {
      return of(histogram);
    }
    int first = Math.min(histogram.firstBin(), histogram.binOf(tails.smallest(0)));
    int end = Math.max(histogram.endBin(), histogram.binOf(tails.largest(Tails.SIZE - 1)) + 1);
    double[] counts = new double[end - first];
    int low = histogram.binOf(tails.smallest(Tails.SIZE - 1));
    int high = Math.max(low, histogram.binOf(tails.largest(0)));
    long outside = 0;
    for (int i = 0; i < Tails.SIZE; i++) {
      int below = histogram.binOf(tails.smallest(i));
      int above = histogram.binOf(tails.largest(i));
      if (below < low) {
        counts[below - first]++;
        outside++;
      }
      if (above > high) {
        counts[above - first]++;
        outside++;
      }
    }
    share(histogram, low, high, elements - outside, first, counts);
    return new Distribution(histogram, first, counts);
  }

  /** Of the elements of a histogram alone. */
  static Distribution of(Histogram histogram) {
    int first = histogram.firstBin();
    double[] counts = new double[histogram.endBin() - first];
    Arrays.setAll(counts, i -> histogram.count(first + i));
    return new Distribution(histogram, first, counts);
  }

  private static void share(
      Histogram histogram, int low, int high, long elements, int first, double[] counts) {
    long part = 0;
    for (int bin = low; bin <= high; bin++) {
      part += histogram.count(bin);
    }
    if (part == 0) {
      counts[low - first] += elements / 2.0;
      counts[high - first] += elements / 2.0;
      return;
    }
    for (int bin = low; bin <= high; bin++) {
      counts[bin - first] += (double) histogram.count(bin) * elements / part;
    }
  }

  /** The lowest bin that may hold elements. */
  public int firstBin() {
    return first;
  }

  /** One more than the highest bin that may hold elements. */
  public int endBin() {
    return first + counts.length;
  }

  /** Elements in a bin, not always a whole number; 0 outside of the bins that hold any. */
  public double count(int bin) {
    int index = bin - first;
    return index < 0 || index >= counts.length ? 0 : counts[index];
  }

  /** Elements in all bins. */
  public double total() {
    return Arrays.stream(counts).sum();
  }

  /** How many elements were looked at to say how the others are spread. */
  public long sampled() {
    return histogram.total();
  }

  /** The width of a bin, a power of two; bin 0 is twice as wide. */
  public double width() {
    return histogram.width();
  }

  /** The lower end of a bin. */
  public double low(int bin) {
    return histogram.low(bin);
  }

  /** The upper end of a bin. */
  public double high(int bin) {
    return histogram.high(bin);
  }
}
