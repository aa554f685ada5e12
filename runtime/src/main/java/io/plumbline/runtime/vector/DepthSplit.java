package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.AccumulatorBound;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of the depth of an integer matrix product whose every partial sum, in whatever order,
 * is an integer of magnitude at most 2²⁴, so that float32 adds them without error.
 *
 * @param ends the end of each stretch, the last one the depth itself
 * @param whole whether one stretch is enough even when the sum starts at the bias
 * @param largest a bound on the magnitude of any complete accumulator, bias included
 */
record DepthSplit(List<Integer> ends, boolean whole, long largest) {
  /** Integers up to this magnitude are exact in float32. */
  static final long EXACT_LIMIT = AccumulatorBound.FLOAT32_EXACT;

  DepthSplit {
    ends = List.copyOf(ends);
  }

  /**
   * @param weights int8 [.., depth]
   * @param bias the starting value of each of the {@code rows} sums, from {@code firstRow}
   * @param low the smallest q − zeroPoint, at most 0
   * @param high the largest q − zeroPoint, at least 0
   */
  static DepthSplit of(
      byte[] weights, int[] bias, int firstRow, int rows, int depth, int low, int high) {
    long largest = 0;
    boolean whole = true;
    for (int row = firstRow; row < firstRow + rows; row++) {
      Reach reach = new Reach(low, high, bias[row]);
      reach.add(weights, row * depth, (row + 1) * depth);
      largest = Math.max(largest, reach.largest());
      whole &= reach.largest() <= EXACT_LIMIT;
    }
    List<Integer> ends = whole ? List.of(depth) : split(weights, firstRow, rows, depth, low, high);
    return new DepthSplit(ends, whole, largest);
  }

  /**
   * For sums of products of two computed factors.
   *
   * @param largestProduct a bound on the magnitude of any product, at most {@link #EXACT_LIMIT}
   */
  static DepthSplit ofProducts(int depth, long largestProduct) {
    int length = Math.toIntExact(Math.min(depth, EXACT_LIMIT / largestProduct));
    List<Integer> ends = new ArrayList<>();
    for (int end = length; end < depth; end += length) {
      ends.add(end);
    }
    ends.add(depth);
    return new DepthSplit(ends, ends.size() == 1, depth * largestProduct);
  }

  private static List<Integer> split(
      byte[] weights, int firstRow, int rows, int depth, int low, int high) {
    List<Integer> ends = new ArrayList<>();
    int start = 0;
    while (start < depth) {
      int end = depth;
      for (int row = firstRow; row < firstRow + rows; row++) {
        end = start + exactLength(weights, row * depth + start, row * depth + end, low, high);
      }
      ends.add(end);
      start = end;
    }
    return ends;
  }

  private static int exactLength(byte[] weights, int from, int to, int low, int high) {
    Reach reach = new Reach(low, high, 0);
    int at = from;
    while (at < to) {
      reach.add(weights, at, at + 1);
      if (reach.largest() > EXACT_LIMIT) {
        break;
      }
      at++;
    }
    return at - from;
  }

  /** The interval that holds every partial sum of weight · x with x in [low, high]. */
  private static final class Reach {
    private final int low;
    private final int high;
    private long least;
    private long most;

    Reach(int low, int high, long start) {
      this.low = low;
      this.high = high;
      this.least = start;
      this.most = start;
    }

    void add(byte[] weights, int from, int to) {
      for (int i = from; i < to; i++) {
        long atLow = (long) weights[i] * low;
        long atHigh = (long) weights[i] * high;
        least += Math.min(atLow, atHigh);
        most += Math.max(atLow, atHigh);
      }
    }

    long largest() {
      return Math.max(-least, most);
    }
  }
}
