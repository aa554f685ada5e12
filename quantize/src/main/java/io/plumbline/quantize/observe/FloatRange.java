package io.plumbline.quantize.observe;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Smallest and largest of many floats at memory speed. Floats compare like the ints {@code bits ^
 * ((bits >> 31) >>> 1)}, NaN beyond the infinities, so one integer minimum and maximum give the
 * range and tell whether an element is not finite.
 */
record FloatRange(int smallestKey, int largestKey) {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int POSITIVE_INFINITY = key(0x7f80_0000);
  private static final int NEGATIVE_INFINITY = key(0xff80_0000);

  /** The range of {@code count} floats; at least one. */
  static FloatRange of(MemorySegment floats, long count) {
    int lanes = SPECIES.length();
    IntVector low0 = IntVector.broadcast(SPECIES, Integer.MAX_VALUE);
    IntVector low1 = low0;
    IntVector high0 = IntVector.broadcast(SPECIES, Integer.MIN_VALUE);
    IntVector high1 = high0;
    long i = 0;
    for (long end = count - 2L * lanes; i <= end; i += 2L * lanes) {
      IntVector first = keys(floats, i);
      IntVector second = keys(floats, i + lanes);
      low0 = low0.min(first);
      high0 = high0.max(first);
      low1 = low1.min(second);
      high1 = high1.max(second);
    }
    int smallest = low0.min(low1).reduceLanes(VectorOperators.MIN);
    int largest = high0.max(high1).reduceLanes(VectorOperators.MAX);
    for (; i < count; i++) {
      int key = key(floats.getAtIndex(INT, i));
      smallest = Math.min(smallest, key);
      largest = Math.max(largest, key);
    }
    return new FloatRange(smallest, largest);
  }

  private static IntVector keys(MemorySegment floats, long index) {
    IntVector bits =
        IntVector.fromMemorySegment(SPECIES, floats, index * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    IntVector mask = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
    return bits.lanewise(VectorOperators.XOR, mask);
  }

  private static int key(int bits) {
    return bits ^ ((bits >> 31) >>> 1);
  }

  boolean isFinite() {
    return smallestKey > NEGATIVE_INFINITY && largestKey < POSITIVE_INFINITY;
  }

  /** Negative zero counts as zero. */
  float minimum() {
    return Float.intBitsToFloat(key(smallestKey)) + 0f;
  }

  /** Negative zero counts as zero. */
  float maximum() {
    return Float.intBitsToFloat(key(largestKey)) + 0f;
  }
}
