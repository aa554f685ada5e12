package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;

/**
 * How large the accumulators of a product can get for any input whatever: {@code |bias| + Σ|weight|
 * · max|q − zeroPoint|}, the maximum taken over the range of the input's dtype. No partial sum of
 * these terms, in any order, exceeds the bound either, so an accumulator whose bound is below 2³¹
 * never overflows int32, and one below 2²⁴ stays exact in float32.
 */
public final class AccumulatorBound {
  /** The largest accumulator of a program. */
  public static final long INT32 = Integer.MAX_VALUE;

  /** Every integer of at most this magnitude is a float32. */
  public static final long FLOAT32_EXACT = 1L << 24;

  private AccumulatorBound() {}

  /** One bound for each filter. */
  public static long[] of(Instruction.Convolution convolution, Program program) {
    return weighted(
        convolution.weights(), convolution.bias(), largest(program.value(convolution.input())));
  }

  /** One bound for each output column. */
  public static long[] of(Instruction.Linear linear, Program program) {
    return weighted(linear.weights(), linear.bias(), largest(program.value(linear.input())));
  }

  /** The bound of every element: depth · max|left| · max|right|. */
  public static long of(Instruction.MatrixProduct product, Program program) {
    ProgramValue left = program.value(product.left());
    return left.shape().dim(-1) * largest(left) * largest(program.value(product.right()));
  }

  /** The bound of every window sum. */
  public static long of(Instruction.AveragePool pool, Program program) {
    Window2d window = pool.window();
    return (long) window.kernelHeight()
        * window.kernelWidth()
        * largest(program.value(pool.input()));
  }

  /** The largest |q − zeroPoint| that a per-tensor quantized value can hold. */
  public static long largest(ProgramValue value) {
    DType dtype = value.dtype();
    long zeroPoint = value.quant().zeroPoint();
    return Math.max(dtype.maximum() - zeroPoint, zeroPoint - dtype.minimum());
  }

  private static long[] weighted(Tensor weights, Tensor bias, long largest) {
    long[] bounds = new long[Math.toIntExact(bias.elements())];
    long perChannel = weights.elements() / Math.max(1, bounds.length);
    for (int channel = 0; channel < bounds.length; channel++) {
      long sum = 0;
      for (long i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        sum += Math.abs(weights.getLong(i));
      }
      bounds[channel] = Math.abs(bias.getLong(channel)) + sum * largest;
    }
    return bounds;
  }
}
