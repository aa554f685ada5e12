package io.plumbline.quantize.target;

/**
 * How a symmetric scale follows from a threshold T: T divided by this many steps, for n-bit
 * integers.
 */
public enum ScaleConvention {
  /** T / (2ⁿ⁻¹ − 1): T/127. */
  MAXIMUM,
  /** T / (2ⁿ⁻¹ − ½): T/127.5. */
  HALF_RANGE,
  /** T / 2ⁿ⁻¹: T/128. */
  FULL_RANGE;

  /** The scale of a positive finite threshold, computed in double and rounded once. */
  public float scale(double threshold, int bits) {
    double half = 1L << (bits - 1);
    return (float)
        (threshold
            / switch (this) {
              case MAXIMUM -> half - 1;
              case HALF_RANGE -> half - 0.5;
              case FULL_RANGE -> half;
            });
  }
}
