package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.tensor.QuantParams;
import java.util.Arrays;

/**
 * The Kullback–Leibler divergence of a range. The reference P is the distribution with all that
 * lies outside the range counted in the outermost bins inside it; Q spreads the elements inside the
 * range evenly over the occupied bins that share an integer. A range of fewer bins than integers
 * would look perfect for want of resolution and is not considered.
 */
final class LeastDivergence {
  /** Finer bins would show the chance of sampling rather than the distribution. */
  private static final int MOST_BINS = 2048;

  /** Stands for probability 0 in Q, where the logarithm has no value. */
  private static final double ALMOST_NOTHING = 1e-9;

  private final double[] lows;
  private final double[] highs;
  private final double[] centres;
  private final double[] counts;
  private final double total;
  private final long sampled;

  private LeastDivergence(Distribution distribution) {
    int group = 1;
    while ((distribution.endBin() - distribution.firstBin()) / group > MOST_BINS) {
      group *= 2;
    }
    int first = Math.floorDiv(distribution.firstBin(), group);
    int size = Math.floorDiv(distribution.endBin() - 1, group) + 1 - first;
    this.lows = new double[size];
    this.highs = new double[size];
    this.centres = new double[size];
    this.counts = new double[size];
    for (int i = 0; i < size; i++) {
      int from = (first + i) * group;
      lows[i] = distribution.low(from);
      highs[i] = distribution.high(from + group - 1);
      centres[i] = (lows[i] + highs[i]) / 2;
      for (int bin = from; bin < from + group; bin++) {
        counts[i] += distribution.count(bin);
      }
    }
    this.total = Arrays.stream(counts).sum();
    this.sampled = distribution.sampled();
  }

  static Range range(Distribution distribution, Range whole, ActivationScheme scheme) {
    var bins = new LeastDivergence(distribution);
    return RangeSearch.best(
        whole, scheme.asymmetric(), range -> bins.divergence(range, scheme.params(range)));
  }

  private double divergence(Range range, QuantParams params) {
    int first = 0;
    while (first < centres.length - 1 && highs[first] <= range.low()) {
      first++;
    }
    int last = centres.length - 1;
    while (last > first && lows[last] > range.high()) {
      last--;
    }
    int integers = params.dtype().maximum() - params.dtype().minimum() + 1;
    boolean whole = first == 0 && last == centres.length - 1;
    if (last - first + 1 < integers && !whole) {
      return Double.POSITIVE_INFINITY;
    }
    double[] reference = Arrays.copyOfRange(counts, first, last + 1);
    double[] spread = spread(first, last, params);
    for (int i = 0; i < first; i++) {
      reference[0] += counts[i];
    }
    for (int i = last + 1; i < counts.length; i++) {
      reference[reference.length - 1] += counts[i];
    }
    double inside = Arrays.stream(spread).sum();
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      if (reference[i] > 0) {
        double p = reference[i] / total;
        double q = inside == 0 ? 0 : spread[i] / inside;
        sum += p * StrictMath.log(p / Math.max(q, ALMOST_NOTHING));
      }
    }
    return sum - chance(reference, spread);
  }

  /**
   * What sampling alone adds to the divergence: elements drawn from equal shares differ by chance,
   * by half an element for each bin beyond the first of those that share an integer (Miller 1955).
   */
  private double chance(double[] reference, double[] spread) {
    int merged = 0;
    for (int i = 1; i < reference.length; i++) {
      if (spread[i] > 0 && spread[i] == spread[i - 1]) {
        merged++;
      }
    }
    return merged / (2.0 * sampled);
  }

  /** The elements of bins first…last, evenly over the occupied bins of each integer. */
  private double[] spread(int first, int last, QuantParams params) {
    double[] spread = new double[last - first + 1];
    int start = first;
    while (start <= last) {
      double integer = Math.rint(centres[start] / params.scale());
      int end = start;
      double elements = 0;
      int occupied = 0;
      while (end <= last && Math.rint(centres[end] / params.scale()) == integer) {
        elements += counts[end];
        occupied += counts[end] > 0 ? 1 : 0;
        end++;
      }
      for (int i = start; i < end; i++) {
        spread[i - first] = counts[i] > 0 ? elements / occupied : 0;
      }
      start = end;
    }
    return spread;
  }
}
