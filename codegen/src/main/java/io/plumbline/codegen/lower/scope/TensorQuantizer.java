package io.plumbline.codegen.lower.scope;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;

/** Whole constant tensors between float32 and integers. */
public final class TensorQuantizer {
  private TensorQuantizer() {}

  /** The integers of a real tensor, over the whole range of the dtype. */
  public static Tensor quantize(Tensor real, QuantParams params, Rounding rounding) {
    int low = params.dtype().minimum();
    int high = params.dtype().maximum();
    int[] integers = new int[Math.toIntExact(real.elements())];
    for (int i = 0; i < integers.length; i++) {
      int channel = channel(real, params, i);
      integers[i] =
          QuantizedArithmetic.quantize(
              real.getFloat(i),
              params.scale(channel),
              params.zeroPoint(channel),
              low,
              high,
              rounding);
    }
    return Tensor.ofIntegers(params.dtype(), real.shape(), integers);
  }

  /** The real numbers that integers stand for, in float32. */
  public static Tensor dequantize(Tensor integers, QuantParams params) {
    float[] real = new float[Math.toIntExact(integers.elements())];
    for (int i = 0; i < real.length; i++) {
      int channel = channel(integers, params, i);
      real[i] =
          QuantizedArithmetic.dequantize(
              (int) integers.getLong(i), params.scale(channel), params.zeroPoint(channel));
    }
    return Tensor.of(integers.shape(), real);
  }

  /** Whether values of these parameters have 8 or 16 bits and one scale. */
  static boolean isNarrow(QuantParams params) {
    return params.isPerTensor() && params.dtype().bytes() <= 2;
  }

  private static int channel(Tensor tensor, QuantParams params, long index) {
    if (params.isPerTensor()) {
      return 0;
    }
    int axis = params.axis();
    return (int) (index / tensor.shape().strides()[axis] % tensor.shape().dim(axis));
  }
}
