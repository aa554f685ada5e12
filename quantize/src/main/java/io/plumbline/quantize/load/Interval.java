package io.plumbline.quantize.load;

/** Numbers from one to another, both of them included; infinite ends mean none. */
record Interval(float low, float high) {
  static final Interval ALL = new Interval(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** The least interval that holds both. */
  Interval hull(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }

  /** What becomes of its numbers when they are limited to another. */
  Interval limitedTo(Interval other) {
    return new Interval(other.nearest(low), other.nearest(high));
  }

  private float nearest(float x) {
    return Math.min(Math.max(x, low), high);
  }

  /**
   * Whether it lies in another but for a step at either end, which rounding may move a number by.
   * An end of 0 is met exactly: it says that no number has the other sign.
   */
  boolean isWithin(Interval other, float step) {
    boolean above = other.low == 0 ? low >= 0 : low >= other.low - step;
    boolean below = other.high == 0 ? high <= 0 : high <= other.high + step;
    return above && below;
  }
}
