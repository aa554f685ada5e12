package io.plumbline.runtime.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a depthwise convolution with channels running fastest, padded with zeros to whole
 * vectors. Sums in float32 are proved exact, with the zero point folded into the start and without.
 */
final class DepthwiseWeights {
  private final int width;
  private final int rows;
  private final float[] taps;
  private final float[] bias;
  private final List<float[]> folded;
  private final long largest;

  private DepthwiseWeights(
      int width, int rows, float[] taps, float[] bias, List<float[]> folded, long largest) {
    this.width = width;
    this.rows = rows;
    this.taps = taps;
    this.bias = bias;
    this.folded = folded;
    this.largest = largest;
  }

  /**
   * @param weights int8 [C, rows, columns]
   * @return empty when some sum might not be exact in float32
   */
  static Optional<DepthwiseWeights> of(byte[] weights, int[] bias, int rows, ByteCode code) {
    int channels = bias.length;
    int count = weights.length / channels;
    DepthSplit split = DepthSplit.of(weights, bias, 0, channels, count, code.low(), code.high());
    List<float[]> folded = new ArrayList<>();
    for (int first = 0; first < rows; first++) {
      for (int end = 1; end <= rows; end++) {
        folded.add(folded(weights, bias, count, first * count / rows, end * count / rows, code));
      }
    }
    if (!split.whole() || folded.stream().anyMatch(start -> start.length == 0)) {
      return Optional.empty();
    }
    int width = Lanes.roundUp(channels);
    float[] taps = new float[count * width];
    float[] plain = new float[width];
    for (int c = 0; c < channels; c++) {
      plain[c] = bias[c];
      for (int tap = 0; tap < count; tap++) {
        taps[tap * width + c] = weights[c * count + tap];
      }
    }
    return Optional.of(
        new DepthwiseWeights(width, rows, taps, plain, List.copyOf(folded), split.largest()));
  }

  /** bias − zeroPoint·Σw over some taps; of length 0 when a sum from there might not be exact. */
  private static float[] folded(
      byte[] weights, int[] bias, int count, int firstTap, int endTap, ByteCode code) {
    float[] start = new float[Lanes.roundUp(bias.length)];
    for (int c = 0; c < bias.length; c++) {
      long sum = bias[c];
      long reach = 0;
      for (int tap = firstTap; tap < endTap; tap++) {
        sum -= (long) code.zeroPoint() * weights[c * count + tap];
        reach += (long) Math.abs(weights[c * count + tap]) * -Byte.MIN_VALUE;
      }
      if (Math.abs(sum) + reach > DepthSplit.EXACT_LIMIT) {
        return new float[0];
      }
      start[c] = sum;
    }
    return start;
  }

  /** Channels padded to whole vectors. */
  int width() {
    return width;
  }

  /** [taps, width]. */
  float[] taps() {
    return taps;
  }

  /** The start of a sum over q − zeroPoint. */
  float[] bias() {
    return bias;
  }

  /** The start of a sum over signed q as stored, with the taps of some rows of the window. */
  float[] folded(int firstRow, int endRow) {
    return folded.get(firstRow * rows + endRow - 1);
  }

  /** A bound on the magnitude of any accumulator. */
  long largest() {
    return largest;
  }
}
