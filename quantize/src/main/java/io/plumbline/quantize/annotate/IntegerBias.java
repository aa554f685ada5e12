package io.plumbline.quantize.annotate;

import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.tensor.Tensor;

/**
 * A bias as DequantizeLinear takes it. Channels whose integers only int64 holds count in coarser
 * steps, so that 30 bits are left of them, more than a float32 has.
 *
 * @param integers int32, one for each channel
 * @param scales float32, {@code 2ᵏ · s_x · s_w[c]} with the least k that makes the integer fit
 */
record IntegerBias(Tensor integers, Tensor scales) {
  private static final int BITS = 30;

  static IntegerBias of(QuantizedConstant bias) {
    float[] scales = bias.params().scales();
    int[] integers = new int[scales.length];
    for (int channel = 0; channel < scales.length; channel++) {
      long integer = bias.integers().getLong(channel);
      int shift = integer == (int) integer ? 0 : bits(Math.abs(integer)) - BITS;
      integers[channel] = (int) Math.rint(Math.scalb((double) integer, -shift));
      scales[channel] = Math.scalb(scales[channel], shift);
    }
    return new IntegerBias(
        Tensor.of(bias.integers().shape(), integers), Tensor.of(bias.integers().shape(), scales));
  }

  private static int bits(long magnitude) {
    return Long.SIZE - Long.numberOfLeadingZeros(magnitude);
  }
}
