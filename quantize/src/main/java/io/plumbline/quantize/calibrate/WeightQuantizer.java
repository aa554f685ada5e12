package io.plumbline.quantize.calibrate;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;

/** Weights as symmetric integers: the most negative value of the dtype is not used. */
public final class WeightQuantizer {
  private WeightQuantizer() {}

  /**
   * The integers of a float32 tensor, in the order of the tensor: −127…127 for int8.
   *
   * @param params symmetric, per tensor or per channel
   */
  public static Tensor quantize(Tensor weights, QuantParams params, Rounding rounding) {
    int high = params.dtype().maximum();
    int[] integers = new int[Math.toIntExact(weights.elements())];
    long inner = params.isPerTensor() ? 1 : weights.shape().strides()[params.axis()];
    for (int i = 0; i < integers.length; i++) {
      int channel = (int) (i / inner % params.channels());
      integers[i] =
          QuantizedArithmetic.quantize(
              weights.getFloat(i), params.scale(channel), 0, -high, high, rounding);
    }
    return Tensor.ofIntegers(params.dtype(), weights.shape(), integers);
  }
}
