package io.plumbline.verify.debug;

import java.util.ArrayList;
import java.util.List;

/**
 * How numbers are spread.
 *
 * @param low lower end of the first bin
 * @param high upper end of the last
 * @param counts of bins of equal width; numbers beyond the ends count in the outer ones, those that
 *     are not finite in none
 */
public record Histogram(double low, double high, List<Long> counts) {
  public Histogram {
    counts = List.copyOf(counts);
  }

  /**
   * Counts numbers.
   *
   * @param bins at least 1
   */
  public static Histogram of(List<float[]> numbers, double low, double high, int bins) {
    long[] counts = new long[bins];
    double width = (high - low) / bins;
    for (float[] piece : numbers) {
      for (float number : piece) {
        if (Float.isFinite(number)) {
          int bin = width > 0 ? (int) Math.clamp((number - low) / width, 0.0, bins - 1.0) : 0;
          counts[bin]++;
        }
      }
    }
    List<Long> list = new ArrayList<>();
    for (long count : counts) {
      list.add(count);
    }
    return new Histogram(low, high, list);
  }

  /** Whether each bin is as that of another. */
  public boolean hasBinsOf(Histogram other) {
    return low == other.low && high == other.high && counts.size() == other.counts.size();
  }

  /** The middle of a bin. */
  public double middle(int bin) {
    return low + (bin + 0.5) * (high - low) / counts.size();
  }
}
