package io.plumbline.quantize.observe;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Floats as ints of the same order: {@code bits ^ ((bits >> 31) >>> 1)}. Numbers that are not
 * finite lie at both ends, NaN beyond the infinities.
 */
final class FloatKeys {
  private static final int POSITIVE_INFINITY = of(0x7f80_0000);
  private static final int NEGATIVE_INFINITY = of(0xff80_0000);

  private static final ValueLayout.OfInt BITS =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private FloatKeys() {}

  /** The key of a float with these bits. */
  static int of(int bits) {
    return bits ^ ((bits >> 31) >>> 1);
  }

  /** The key of an element. */
  static int at(MemorySegment floats, long index) {
    return of(floats.getAtIndex(BITS, index));
  }

  /** The float of a key; negative zero counts as zero. */
  static float value(int key) {
    return Float.intBitsToFloat(of(key)) + 0f;
  }

  static boolean isFinite(int key) {
    return key > NEGATIVE_INFINITY && key < POSITIVE_INFINITY;
  }
}
