package io.plumbline.runtime.arithmetic;

import io.plumbline.tensor.Rounding;

/**
 * Conversions between real numbers, accumulators and quantized integers. Every float operation is
 * rounded once to float32 and none is fused with another.
 */
public final class QuantizedArithmetic {
  private QuantizedArithmetic() {}

  /**
   * {@code clamp(round(x / scale) + zeroPoint, low, high)} with the division in float32. Infinities
   * saturate; NaN becomes the zero point, limited to [low, high].
   */
  public static int quantize(
      float x, float scale, int zeroPoint, int low, int high, Rounding rounding) {
    return saturate(rounding.round(x / scale), zeroPoint, low, high);
  }

  /** {@code float(q − zeroPoint) · scale}; the difference must fit an int. */
  public static float dequantize(int q, float scale, int zeroPoint) {
    return (float) (q - zeroPoint) * scale;
  }

  /** {@code clamp(round(float(accumulator) · multiplier) + zeroPoint, low, high)}. */
  public static int requantize(
      int accumulator, float multiplier, int zeroPoint, int low, int high, Rounding rounding) {
    return saturate(rounding.round((float) accumulator * multiplier), zeroPoint, low, high);
  }

  /** The same for a 64-bit sum, converted to float32 with one rounding. */
  public static int requantize(
      long sum, float multiplier, int zeroPoint, int low, int high, Rounding rounding) {
    return saturate(rounding.round((float) sum * multiplier), zeroPoint, low, high);
  }

  /** {@code min(max(x, low), high)}: NaN stays NaN, and −0 counts as less than +0. */
  public static float limit(float x, float low, float high) {
    return Math.min(Math.max(x, low), high);
  }

  /**
   * The factor of a mean of {@code count} integers: {@code (float)(inputScale / (outputScale ·
   * count))} in double.
   */
  public static float meanMultiplier(float inputScale, float outputScale, long count) {
    return (float) ((double) inputScale / ((double) outputScale * (double) count));
  }

  private static int saturate(float rounded, int zeroPoint, int low, int high) {
    double shifted = Float.isNaN(rounded) ? zeroPoint : (double) rounded + zeroPoint;
    return shifted < low ? low : shifted > high ? high : (int) shifted;
  }
}
