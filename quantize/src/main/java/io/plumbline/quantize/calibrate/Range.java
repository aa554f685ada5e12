package io.plumbline.quantize.calibrate;

/**
 * An interval of real numbers that integers are to cover; it always holds 0.
 *
 * @param low at most 0
 * @param high at least 0
 */
public record Range(float low, float high) {
  public Range {
    if (!(low <= 0) || !(high >= 0) || Float.isInfinite(low) || Float.isInfinite(high)) {
      throw new IllegalArgumentException("range " + low + "…" + high + " is not finite around 0");
    }
  }

  /** The smallest range with 0 and both numbers. */
  public static Range covering(double low, double high) {
    return new Range((float) Math.min(low, 0), (float) Math.max(high, 0));
  }

  /** The range of the magnitudes up to a threshold. */
  public static Range symmetric(double threshold) {
    return new Range((float) -threshold, (float) threshold);
  }

  /** The larger magnitude of the two ends. */
  public float threshold() {
    return Math.max(-low, high);
  }

  public Range union(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }
}
