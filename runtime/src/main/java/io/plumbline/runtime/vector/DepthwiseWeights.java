package io.plumbline.runtime.vector;

import java.util.Optional;

/**
 * The weights of a depthwise convolution with channels running fastest, padded with zeros to whole
 * vectors. Sums in float32 are proved exact, with the zero point folded into the start and without.
 */
final class DepthwiseWeights {
  private final int width;
  private final float[] taps;
  private final float[] bias;
  private final float[] folded;
  private final long largest;

  private DepthwiseWeights(int width, float[] taps, float[] bias, float[] folded, long largest) {
    this.width = width;
    this.taps = taps;
    this.bias = bias;
    this.folded = folded;
    this.largest = largest;
  }

  /**
   * @param weights int8 [C, taps]
   * @return empty when some sum might not be exact in float32
   */
  static Optional<DepthwiseWeights> of(byte[] weights, int[] bias, ByteCode code) {
    int channels = bias.length;
    int count = weights.length / channels;
    int width = Lanes.roundUp(channels);
    float[] taps = new float[count * width];
    float[] plain = new float[width];
    float[] start = new float[width];
    int[] folded = new int[channels];
    for (int c = 0; c < channels; c++) {
      long sum = 0;
      for (int tap = 0; tap < count; tap++) {
        int weight = weights[c * count + tap];
        taps[tap * width + c] = weight;
        sum += weight;
      }
      long shifted = bias[c] - code.zeroPoint() * sum;
      if (Math.abs(shifted) > DepthSplit.EXACT_LIMIT) {
        return Optional.empty();
      }
      folded[c] = (int) shifted;
      plain[c] = bias[c];
      start[c] = folded[c];
    }
    DepthSplit split = DepthSplit.of(weights, bias, 0, channels, count, code.low(), code.high());
    DepthSplit shifted =
        DepthSplit.of(weights, folded, 0, channels, count, Byte.MIN_VALUE, Byte.MAX_VALUE);
    return split.whole() && shifted.whole()
        ? Optional.of(new DepthwiseWeights(width, taps, plain, start, split.largest()))
        : Optional.empty();
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

  /** The start of a sum over signed q as stored. */
  float[] folded() {
    return folded;
  }

  /** A bound on the magnitude of any accumulator. */
  long largest() {
    return largest;
  }
}
