package io.plumbline.quantize.calibrate;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;

/** Weights as integers without a zero point. */
public final class WeightQuantizer {
  private WeightQuantizer() {}

  /**
   * The integers of a float32 tensor, in the order of the tensor: from {@code low} to {@code high}.
   *
   * @param params symmetric, per tensor or per channel
   * @param low the least integer: −127 for weights of int8 that are as large on either side
   * @param high the largest integer
   */
  public static Tensor quantize(
      Tensor weights, QuantParams params, int low, int high, Rounding rounding) {
    int[] integers = new int[Math.toIntExact(weights.elements())];
    long inner = params.isPerTensor() ? 1 : weights.shape().strides()[params.axis()];
    for (int i = 0; i < integers.length; i++) {
      int channel = (int) (i / inner % params.channels());
      integers[i] =
          QuantizedArithmetic.quantize(
              weights.getFloat(i), params.scale(channel), 0, low, high, rounding);
    }
    return Tensor.ofIntegers(params.dtype(), weights.shape(), integers);
  }

  /**
   * A float32 tensor within what integers of magnitudes up to {@code limit} stand for.
   *
   * @param params symmetric, per tensor or per channel
   */
  public static Tensor limited(Tensor weights, QuantParams params, int limit) {
    float[] numbers = weights.toFloats();
    long inner = params.isPerTensor() ? 1 : weights.shape().strides()[params.axis()];
    for (int i = 0; i < numbers.length; i++) {
      float most = limit * params.scale((int) (i / inner % params.channels()));
      numbers[i] = Math.clamp(numbers[i], -most, most);
    }
    return Tensor.of(weights.shape(), numbers);
  }
}
