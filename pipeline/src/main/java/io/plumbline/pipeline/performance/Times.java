package io.plumbline.pipeline.performance;

import java.util.Arrays;
import java.util.List;

/**
 * What durations of the same work come to, in milliseconds.
 *
 * @param median the lower of two in the middle
 * @param p99 the least that no more than one in a hundred is above
 */
public record Times(int count, double min, double mean, double median, double p99, double max) {
  /** Of at least one duration in nanoseconds. */
  static Times of(List<Double> nanoseconds) {
    double[] sorted = nanoseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int count = sorted.length;
    return new Times(
        count,
        sorted[0] / 1e6,
        Arrays.stream(sorted).sum() / count / 1e6,
        sorted[(count - 1) / 2] / 1e6,
        sorted[Math.toIntExact(Math.ceilDiv(99L * count, 100)) - 1] / 1e6,
        sorted[count - 1] / 1e6);
  }
}
