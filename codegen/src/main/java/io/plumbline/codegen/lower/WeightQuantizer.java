package io.plumbline.codegen.lower;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;

/** Weights as symmetric integers: the most negative value of the dtype is not used. */
final class WeightQuantizer {
  private WeightQuantizer() {}

  /** int8 integers of a float32 tensor, −127…127, in the order of the tensor. */
  static Tensor quantize(Tensor weights, QuantParams params, Rounding rounding) {
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
