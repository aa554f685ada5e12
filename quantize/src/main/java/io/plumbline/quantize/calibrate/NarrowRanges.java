package io.plumbline.quantize.calibrate;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;

/**
 * Scales of weights with few integers, where cutting off the largest ones may leave less error: of
 * the ranges {@code i/64 · max|w|}, i from 64 down to 16, the one of least {@code Σ (w − s·q)²}
 * with {@code q = clamp(rint(w / s), −limit, limit)}, the widest of equal ones; all in double.
 */
public final class NarrowRanges {
  private static final int WHOLE = 64;
  private static final int NARROWEST = 16;

  private NarrowRanges() {}

  /**
   * A scale for each channel.
   *
   * @param axis of the channels, or {@link QuantParams#PER_TENSOR}
   * @param magnitudes the largest of each channel, as {@link WeightRanges#magnitudes} finds them
   * @param limit the largest magnitude of an integer
   */
  public static float[] scales(Tensor weights, int axis, double[] magnitudes, int limit) {
    float[] whole = WeightRanges.scales(magnitudes, DType.INT8);
    float[] numbers = weights.toFloats();
    double[] least = new double[whole.length];
    float[] best = new float[whole.length];
    for (int share = WHOLE; share >= NARROWEST; share--) {
      float[] tried = new float[whole.length];
      for (int channel = 0; channel < tried.length; channel++) {
        double range = (double) whole[channel] * DType.INT8.maximum();
        tried[channel] = (float) (range * share / WHOLE / limit);
      }
      double[] errors = errors(numbers, weights, axis, tried, limit);
      for (int channel = 0; channel < tried.length; channel++) {
        if (share == WHOLE || errors[channel] < least[channel]) {
          least[channel] = errors[channel];
          best[channel] = tried[channel];
        }
      }
    }
    return best;
  }

  private static double[] errors(
      float[] numbers, Tensor weights, int axis, float[] scales, int limit) {
    long inner = axis == QuantParams.PER_TENSOR ? 1 : weights.shape().strides()[axis];
    double[] errors = new double[scales.length];
    for (int i = 0; i < numbers.length; i++) {
      int channel = (int) (i / inner % scales.length);
      double steps = Math.clamp(Math.rint(numbers[i] / scales[channel]), -limit, limit);
      double error = numbers[i] - steps * scales[channel];
      errors[channel] += error * error;
    }
    return errors;
  }
}
