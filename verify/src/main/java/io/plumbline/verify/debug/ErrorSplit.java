package io.plumbline.verify.debug;

import io.plumbline.tensor.QuantParams;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Adds up how the values of a node on the same input differ: computed in float, with rounded
 * weights, and rounded themselves. With y the float value, w that of rounded weights and q what the
 * integer of w stands for, the error q − y is (w − y) of weights and bias and (q − w) of the
 * value's own rounding, which is clipping where w lies more than half a step outside of the range.
 */
public final class ErrorSplit {
  private final QuantParams params;
  private final int channels;
  private final double[] shifts;
  private final double[] errors;
  private final double[] lows;
  private final double[] highs;
  private final BitSet integers = new BitSet();
  private long elements;
  private long clipped;
  private double signal;
  private double error;
  private double weights;
  private double clipping;
  private double rounding;
  private double largest;
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;

  /**
   * @param params of the value, per tensor
   * @param channels extent of the axis of channels
   */
  public ErrorSplit(QuantParams params, int channels) {
    this.params = params;
    this.channels = channels;
    this.shifts = new double[channels];
    this.errors = new double[channels];
    this.lows = new double[channels];
    this.highs = new double[channels];
    Arrays.fill(lows, Double.POSITIVE_INFINITY);
    Arrays.fill(highs, Double.NEGATIVE_INFINITY);
  }

  /**
   * Adds the values of one sample, in index order.
   *
   * @param real y
   * @param weighted w
   * @param inner elements from one channel to the next
   */
  public void add(float[] real, float[] weighted, int inner) {
    float scale = params.scale();
    int zeroPoint = params.zeroPoint();
    int low = params.dtype().minimum();
    int high = params.dtype().maximum();
    for (int i = 0; i < real.length; i++) {
      int channel = i / inner % channels;
      float w = weighted[i];
      double wished = Math.rint(w / scale) + zeroPoint;
      int integer = (int) Math.clamp(wished, low, high);
      double q = (double) (integer - zeroPoint) * scale;
      double total = q - real[i];
      double own = q - w;
      signal += (double) real[i] * real[i];
      error += total * total;
      errors[channel] += total * total;
      weights += ((double) w - real[i]) * ((double) w - real[i]);
      shifts[channel] += (double) w - real[i];
      if (wished < low || wished > high) {
        clipping += own * own;
        clipped++;
      } else {
        rounding += own * own;
      }
      largest = Math.max(largest, Math.abs(total));
      lows[channel] = Math.min(lows[channel], w);
      highs[channel] = Math.max(highs[channel], w);
      least = Math.min(least, real[i]);
      most = Math.max(most, real[i]);
      integers.set(integer - low);
    }
    elements += real.length;
  }

  /** What was added up, of at least one element. */
  public StepError error() {
    double count = Math.max(1, elements);
    double perChannel = count / channels;
    double shift = 0;
    int worst = 0;
    for (int channel = 0; channel < channels; channel++) {
      shift += shifts[channel] * shifts[channel] / perChannel;
      worst = errors[channel] > errors[worst] ? channel : worst;
    }
    float scale = params.scale();
    double range = (double) (params.dtype().maximum() - params.dtype().minimum()) * scale;
    double bottom = Arrays.stream(lows).min().orElse(0);
    double top = Arrays.stream(highs).max().orElse(0);
    return new StepError(
        elements,
        Math.sqrt(error / count) / scale,
        largest / scale,
        worst,
        error == 0 ? 0 : errors[worst] / error,
        signal / count,
        new StepError.Energies(
            shift / count,
            Math.max(0, weights - shift) / count,
            clipping / count,
            rounding / count),
        clipped / count,
        bottom,
        top,
        (top - bottom) / range,
        integers.cardinality(),
        most > least,
        spread());
  }

  /** How much wider the widest channel is than the middle one. */
  private double spread() {
    double[] widths = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      widths[channel] = Math.max(0, Math.max(Math.abs(lows[channel]), Math.abs(highs[channel])));
    }
    Arrays.sort(widths);
    double middle = widths[channels / 2];
    return middle > 0 ? widths[channels - 1] / middle : 1;
  }
}
