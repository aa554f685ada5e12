package io.plumbline.pipeline.equalise;

import io.plumbline.pipeline.tune.WeightLayout;
import io.plumbline.tensor.Tensor;

/**
 * What rounding to 8 bits costs a sum with constant weights, as its input channels are scaled: the
 * mean square error of its results, summed over output channels, in shares of their mean square.
 * Errors of different weights and channels count as independent, channels as uncorrelated:
 *
 * <pre>
 *   Σ_k min(s²/12, E[x_k²]) · Σ_m w_mk²   +   Σ_m s_m²/12 · Σ_k E[x_k²]
 * </pre>
 *
 * <p>with the step s of what is read, from its lowest to its highest number, and the steps {@code
 * s_m = max_k |w_mk| / 127} of the weights.
 */
final class ReadingSum {
  private static final double STEPS = 255;
  private static final double WEIGHT_STEPS = 127;

  /** The mean square of what rounding to steps of 1 leaves. */
  private static final double NOISE = 1 / 12.0;

  private final WeightLayout layout;
  private final boolean asymmetric;
  private final ChannelMoments read;

  /** The largest magnitude over taps, by filter and channel of its group. */
  private final double[] largest;

  /** The sum of squares of all weights that read a channel. */
  private final double[] energy;

  /** The sum of the mean squares that each group reads. */
  private final double[] squares;

  private final double[] most;
  private final double[] second;
  private final int[] place;
  private final double signal;

  /**
   * @param weights float32
   * @param read of what the sum reads; changed as channels are scaled
   * @param asymmetric whether zero points are allowed
   */
  ReadingSum(WeightLayout layout, Tensor weights, ChannelMoments read, boolean asymmetric) {
    this.layout = layout;
    this.asymmetric = asymmetric;
    this.read = read;
    this.largest = new double[layout.filters() * layout.depth()];
    this.energy = new double[layout.channels()];
    this.squares = new double[layout.groups()];
    this.most = new double[layout.filters()];
    this.second = new double[layout.filters()];
    this.place = new int[layout.filters()];
    float[] numbers = weights.toFloats();
    for (int filter = 0; filter < layout.filters(); filter++) {
      int first = group(filter) * layout.depth();
      for (int channel = 0; channel < layout.depth(); channel++) {
        for (int tap = 0; tap < layout.taps(); tap++) {
          double weight = Math.abs((double) numbers[layout.index(filter, channel, tap)]);
          int at = filter * layout.depth() + channel;
          largest[at] = Math.max(largest[at], weight);
          energy[first + channel] += weight * weight;
        }
      }
      order(filter);
    }
    double sum = 0;
    for (int channel = 0; channel < energy.length; channel++) {
      squares[channel / layout.depth()] += read.square(channel);
      sum += energy[channel] * read.square(channel);
    }
    this.signal = sum;
  }

  private int group(int filter) {
    return filter / layout.filtersOfGroup();
  }

  /** From the lowest to the highest number of a channel, 0 among them. */
  double reach(int channel) {
    return read.high(channel) - read.low(channel);
  }

  /** The error as it is; 0 for a sum of nothing. */
  double error() {
    return error(0, 1);
  }

  /** The error if one channel were multiplied by a factor and its weights divided by it. */
  double error(int channel, double factor) {
    return signal > 0 ? (ofInput(channel, factor) + ofWeights(channel, factor)) / signal : 0;
  }

  private double ofInput(int scaled, double factor) {
    double low = 0;
    double high = 0;
    for (int channel = 0; channel < energy.length; channel++) {
      double by = channel == scaled ? factor : 1;
      low = Math.min(low, read.low(channel) * by);
      high = Math.max(high, read.high(channel) * by);
    }
    double step = asymmetric ? (high - low) / STEPS : Math.max(high, -low) * 2 / STEPS;
    double noise = step * step * NOISE;
    double error = 0;
    for (int channel = 0; channel < energy.length; channel++) {
      double by = channel == scaled ? factor * factor : 1;
      error += energy[channel] / by * Math.min(noise, read.square(channel) * by);
    }
    return error;
  }

  private double ofWeights(int scaled, double factor) {
    int own = scaled / layout.depth();
    double error = 0;
    for (int filter = 0; filter < layout.filters(); filter++) {
      int group = group(filter);
      double square = squares[group];
      if (group == own) {
        square += read.square(scaled) * (factor * factor - 1);
      }
      double step =
          most(filter, group == own ? scaled % layout.depth() : -1, factor) / WEIGHT_STEPS;
      error += step * step * NOISE * layout.taps() * square;
    }
    return error;
  }

  /** The largest weight of a filter, with those of one channel divided by a factor. */
  private double most(int filter, int scaled, double factor) {
    if (scaled < 0) {
      return most[filter];
    }
    double others = scaled == place[filter] ? second[filter] : most[filter];
    return Math.max(others, largest[filter * layout.depth() + scaled] / factor);
  }

  /** Finds the largest weight of a filter, its channel, and the largest of the others. */
  private void order(int filter) {
    most[filter] = 0;
    second[filter] = 0;
    place[filter] = 0;
    for (int channel = 0; channel < layout.depth(); channel++) {
      double weight = largest[filter * layout.depth() + channel];
      if (weight > most[filter]) {
        second[filter] = most[filter];
        most[filter] = weight;
        place[filter] = channel;
      } else {
        second[filter] = Math.max(second[filter], weight);
      }
    }
  }

  /**
   * Whether the two largest weights of a filter are known after one of the others changed; the
   * second is set then.
   */
  private boolean keepsOrder(int filter, int channel, double before, double after) {
    boolean known =
        channel != place[filter]
            && after < most[filter]
            && (before < second[filter] || after >= before);
    if (known) {
      second[filter] = Math.max(second[filter], after);
    }
    return known;
  }

  /** Multiplies one channel by a factor and divides its weights by it. */
  void scale(int channel, double factor) {
    int group = channel / layout.depth();
    squares[group] += read.square(channel) * (factor * factor - 1);
    read.scale(channel, factor);
    energy[channel] /= factor * factor;
    for (int i = 0; i < layout.filtersOfGroup(); i++) {
      int filter = group * layout.filtersOfGroup() + i;
      int place = channel % layout.depth();
      double before = largest[filter * layout.depth() + place];
      largest[filter * layout.depth() + place] = before / factor;
      if (!keepsOrder(filter, place, before, before / factor)) {
        order(filter);
      }
    }
  }
}
