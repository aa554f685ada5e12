package io.plumbline.example.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives depthwise weights the uneven channel ranges of long-trained networks without changing what
 * the network computes: before every depthwise convolution that follows normalization and plain
 * ReLU, some channels are divided by a power of two, and their filters multiplied by it. ReLU is
 * homogeneous and powers of two are exact, so every later activation keeps its bits.
 */
public final class ChannelSpread {
  private ChannelSpread() {}

  /**
   * Rescales in place.
   *
   * @param one of how many channels is rescaled; those whose errors reach least far
   * @param factor a power of two
   */
  public static void widen(Stack network, int one, float factor) {
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Residual residual) {
        widen(residual.body(), one, factor);
      } else if (i >= 2
          && layers.get(i) instanceof DepthwiseConvolution depthwise
          && layers.get(i - 1) instanceof Rectifier rectifier
          && Float.isInfinite(rectifier.limit())
          && layers.get(i - 2) instanceof BatchNorm before
          && layers.get(i + 1) instanceof BatchNorm middle
          && layers.get(i + 3) instanceof Convolution pointwise
          && layers.get(i + 4) instanceof BatchNorm last) {
        weakest(depthwise, middle, pointwise, last)
            .limit(depthwise.channels() / one)
            .forEach(channel -> rescale(before, depthwise, channel, factor));
      }
    }
  }

  /**
   * Channels in the order of how much an error in their input reaches the output of the pointwise
   * convolution that follows: the product of the filter's and the column's Euclidean norms after
   * folding.
   */
  private static IntStream weakest(
      DepthwiseConvolution depthwise, BatchNorm middle, Convolution pointwise, BatchNorm last) {
    int channels = depthwise.channels();
    double[] reach = new double[channels];
    for (int c = 0; c < channels; c++) {
      double filter = 0;
      for (int i = c; i < depthwise.weights.values.length; i += channels) {
        filter += square(depthwise.weights.values[i] * middle.foldedFactor(c));
      }
      double column = 0;
      for (int o = 0; o < pointwise.outputs(); o++) {
        float weight = pointwise.weights.values[c * pointwise.outputs() + o];
        column += square(weight * last.foldedFactor(o));
      }
      reach[c] = filter * column;
    }
    return IntStream.range(0, channels)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> reach[c]))
        .mapToInt(Integer::intValue);
  }

  private static double square(double value) {
    return value * value;
  }

  private static void rescale(
      BatchNorm before, DepthwiseConvolution depthwise, int channel, float factor) {
    before.scale.values[channel] /= factor;
    before.shift.values[channel] /= factor;
    for (int i = channel; i < depthwise.weights.values.length; i += depthwise.channels()) {
      depthwise.weights.values[i] *= factor;
    }
  }
}
