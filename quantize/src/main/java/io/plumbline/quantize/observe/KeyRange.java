package io.plumbline.quantize.observe;

/**
 * The {@link FloatKeys keys} of the smallest and the largest of some elements, which may not be
 * finite.
 *
 * @param low {@link Integer#MAX_VALUE} of no elements
 * @param high {@link Integer#MIN_VALUE} of no elements
 */
record KeyRange(int low, int high) {
  static final KeyRange NONE = new KeyRange(Integer.MAX_VALUE, Integer.MIN_VALUE);

  boolean isFinite() {
    return FloatKeys.isFinite(low) && FloatKeys.isFinite(high);
  }

  float minimum() {
    return FloatKeys.value(low);
  }

  float maximum() {
    return FloatKeys.value(high);
  }
}
