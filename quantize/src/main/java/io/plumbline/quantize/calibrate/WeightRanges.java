package io.plumbline.quantize.calibrate;

import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.Locale;

/**
 * Symmetric parameters of weights: {@code max|w| / 127}, of 16 bits {@code / 32767}, computed in
 * double and rounded once, for the whole tensor or for each index along an axis.
 */
public final class WeightRanges {
  private WeightRanges() {}

  /**
   * The largest magnitude of each channel.
   *
   * @param axis of the channels, or {@link QuantParams#PER_TENSOR} for one number
   * @throws BadModelException when a weight is not finite
   */
  public static double[] magnitudes(String name, Tensor weights, int axis) {
    int channels = axis == QuantParams.PER_TENSOR ? 1 : weights.shape().intDim(axis);
    long inner = axis == QuantParams.PER_TENSOR ? 1 : weights.shape().strides()[axis];
    double[] largest = new double[channels];
    for (long i = 0; i < weights.elements(); i++) {
      float w = weights.getFloat(i);
      if (!Float.isFinite(w)) {
        throw new BadModelException(
            "plan.weight-not-finite",
            name,
            String.format(
                Locale.ROOT,
                "Constant '%s' holds %s at position %d, expected finite weights.",
                name,
                w,
                i),
            "Repair the model: export it again from a healthy checkpoint.");
      }
      int channel = (int) (i / inner % channels);
      largest[channel] = Math.max(largest[channel], Math.abs(w));
    }
    return largest;
  }

  /** Whether a magnitude is 0, or too small for a float32 scale. */
  public static boolean isNothing(double magnitude, DType dtype) {
    return magnitude < (double) Float.MIN_NORMAL * dtype.maximum();
  }

  /**
   * A scale for each magnitude. A magnitude of 0, or too small for a float32 scale, gets the scale
   * of the largest one, and 1 when there is none.
   */
  public static float[] scales(double[] magnitudes, DType dtype) {
    double largest = 0;
    for (double magnitude : magnitudes) {
      largest = Math.max(largest, magnitude);
    }
    int steps = dtype.maximum();
    float[] scales = new float[magnitudes.length];
    for (int i = 0; i < scales.length; i++) {
      double magnitude = isNothing(magnitudes[i], dtype) ? largest : magnitudes[i];
      scales[i] = isNothing(magnitude, dtype) ? 1 : (float) (magnitude / steps);
    }
    return scales;
  }
}
