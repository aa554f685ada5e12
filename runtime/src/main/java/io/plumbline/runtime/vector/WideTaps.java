package io.plumbline.runtime.vector;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Weights [filters, taps] of a convolution whose channels have a filter each, in float64, where
 * sums are exact in any order. They lie tap after tap.
 */
final class WideTaps {
  private static final int LANES = Lanes.DOUBLES.length();

  private final int filters;
  private final int taps;
  private final double[] weights;
  private final double[] bias;

  WideTaps(double[] weights, double[] bias) {
    this.filters = bias.length;
    this.taps = weights.length / filters;
    this.weights = new double[weights.length + LANES];
    this.bias = Arrays.copyOf(bias, filters + LANES);
    for (int filter = 0; filter < filters; filter++) {
      for (int tap = 0; tap < taps; tap++) {
        this.weights[tap * filters + filter] = weights[filter * taps + tap];
      }
    }
  }

  /** Sums of a pixel, and memory behind them for whole vectors. */
  int width() {
    return bias.length;
  }

  /**
   * The sums of one pixel.
   *
   * @param x [taps, filters], and at least a vector behind
   * @param sums of the filters; of {@link #width}
   */
  void run(int[] x, double[] sums) {
    for (int filter = 0; filter < filters; filter += LANES) {
      DoubleVector sum = DoubleVector.fromArray(Lanes.DOUBLES, bias, filter);
      int at = filter;
      for (int tap = 0; tap < taps; tap++) {
        DoubleVector weight = DoubleVector.fromArray(Lanes.DOUBLES, weights, at);
        sum = Lanes.loadDoubles(x, at).fma(weight, sum);
        at += filters;
      }
      sum.intoArray(sums, filter);
    }
  }
}
