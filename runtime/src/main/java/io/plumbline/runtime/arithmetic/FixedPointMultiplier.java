package io.plumbline.runtime.arithmetic;

/**
 * A factor as {@code integer · 2^(exponent − bits)}, and the product of an int32 accumulator with
 * it in integers, as gemmlowp, TensorFlow Lite and CMSIS-NN compute it with 31 bits.
 *
 * @param integer 0, or from {@code 2^(bits − 1)} to {@code 2^bits − 1}
 * @param exponent from −31 to 30
 * @param bits of the integer, 7 to 31
 * @param roundsTwice whether the high half of the product is rounded before the shift rounds again
 */
public record FixedPointMultiplier(int integer, int exponent, int bits, boolean roundsTwice) {
  /** The least exponent; a factor below it counts as 0. */
  public static final int LEAST_EXPONENT = -31;

  /** The largest exponent; a factor above it is the largest of this exponent. */
  public static final int LARGEST_EXPONENT = 30;

  /**
   * The nearest to a factor: {@code factor = fraction · 2^exponent} with a fraction from ½ to 1,
   * and the integer is {@code floor(fraction · 2^bits + ½)}.
   *
   * @param factor positive or 0, finite
   */
  public static FixedPointMultiplier of(double factor, int bits, boolean roundsTwice) {
    int exponent = Math.getExponent(factor) + 1;
    long integer = (long) Math.floor(Math.scalb(Math.scalb(factor, -exponent), bits) + 0.5);
    if (integer == 1L << bits) {
      integer /= 2;
      exponent++;
    }
    if (exponent < LEAST_EXPONENT) {
      return new FixedPointMultiplier(0, 0, bits, roundsTwice);
    }
    return exponent > LARGEST_EXPONENT
        ? new FixedPointMultiplier((int) ((1L << bits) - 1), LARGEST_EXPONENT, bits, roundsTwice)
        : new FixedPointMultiplier((int) integer, exponent, bits, roundsTwice);
  }

  /**
   * The product with an accumulator, rounded to an integer.
   *
   * @param accumulator of 32 bits
   */
  public long times(long accumulator) {
    return roundsTwice ? twice(accumulator) : once(accumulator);
  }

  /**
   * Half a step is added to the whole product before the shift: ties go up. With 31 bits that is
   * TensorFlow Lite built with TFLITE_SINGLE_ROUNDING.
   */
  private long once(long accumulator) {
    long product = accumulator * integer;
    int shift = bits - exponent;
    return shift > 0 ? (product + (1L << (shift - 1))) >> shift : product << -shift;
  }

  /**
   * A left shift that saturates at 32 bits, then the high half of the product, to nearest and ties
   * up, as gemmlowp's SaturatingRoundingDoublingHighMul has it; then a right shift, to nearest and
   * ties away from zero, as its RoundingDivideByPOT has it.
   */
  private long twice(long accumulator) {
    long shifted =
        Math.clamp(
            accumulator << Math.max(exponent, 0), (long) Integer.MIN_VALUE, Integer.MAX_VALUE);
    long product = shifted * integer;
    long half = 1L << (bits - 1);
    long high = (product + (product >= 0 ? half : 1 - half)) / (1L << bits);
    int right = Math.max(-exponent, 0);
    long mask = (1L << right) - 1;
    long threshold = (mask >> 1) + (high < 0 ? 1 : 0);
    return (high >> right) + ((high & mask) > threshold ? 1 : 0);
  }
}
