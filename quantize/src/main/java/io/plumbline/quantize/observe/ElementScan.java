package io.plumbline.quantize.observe;

import io.plumbline.tensor.parallel.VectorWidth;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Looks at every element of a tensor, at memory speed: finds the range of each and collects the
 * extremes of all. Floats are compared as {@link FloatKeys}. Extremes are looked for only in the
 * blocks whose range says that there are some.
 */
final class ElementScan {
  private static final VectorSpecies<Integer> SPECIES =
      VectorSpecies.of(int.class, VectorWidth.SHAPE);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Elements between looks at what was found, a multiple of two vectors of any machine. */
  private static final int BLOCK = 512;

  private final ExtremeKeys largest = new ExtremeKeys();

  /** Of keys whose bits are inverted, which turns their order round. */
  private final ExtremeKeys smallest = new ExtremeKeys();

  /**
   * The keys of the smallest and the largest element of one tensor, which may not be finite.
   *
   * @param low {@link Integer#MAX_VALUE} of no elements
   * @param high {@link Integer#MIN_VALUE} of no elements
   */
  record KeyRange(int low, int high) {
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

  /**
   * The range of the elements.
   *
   * @param collects whether their extremes are collected
   */
  KeyRange scan(MemorySegment floats, long count, boolean collects) {
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (long begin = 0; begin < count; begin += BLOCK) {
      KeyRange block = begin + BLOCK <= count ? block(floats, begin) : rest(floats, begin, count);
      low = Math.min(low, block.low);
      high = Math.max(high, block.high);
      if (collects && block.high > largest.threshold()) {
        collect(floats, begin, Math.min(begin + BLOCK, count), largest, 0);
      }
      if (collects && ~block.low > smallest.threshold()) {
        collect(floats, begin, Math.min(begin + BLOCK, count), smallest, -1);
      }
    }
    return new KeyRange(low, high);
  }

  private static KeyRange block(MemorySegment floats, long begin) {
    int lanes = SPECIES.length();
    IntVector low0 = IntVector.broadcast(SPECIES, Integer.MAX_VALUE);
    IntVector low1 = low0;
    IntVector high0 = IntVector.broadcast(SPECIES, Integer.MIN_VALUE);
    IntVector high1 = high0;
    for (int i = 0; i < BLOCK; i += 2 * lanes) {
      IntVector first = keys(floats, begin + i);
      IntVector second = keys(floats, begin + i + lanes);
      low0 = low0.min(first);
      high0 = high0.max(first);
      low1 = low1.min(second);
      high1 = high1.max(second);
    }
    return new KeyRange(
        low0.min(low1).reduceLanes(VectorOperators.MIN),
        high0.max(high1).reduceLanes(VectorOperators.MAX));
  }

  private static IntVector keys(MemorySegment floats, long index) {
    IntVector bits =
        IntVector.fromMemorySegment(SPECIES, floats, index * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    IntVector mask = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
    return bits.lanewise(VectorOperators.XOR, mask);
  }

  private static KeyRange rest(MemorySegment floats, long begin, long end) {
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (long i = begin; i < end; i++) {
      int key = FloatKeys.of(floats.getAtIndex(INT, i));
      low = Math.min(low, key);
      high = Math.max(high, key);
    }
    return new KeyRange(low, high);
  }

  /** Offers finite elements; a key is turned by {@code key ^ turn}. */
  private static void collect(
      MemorySegment floats, long begin, long end, ExtremeKeys extremes, int turn) {
    long i = begin;
    for (; i + SPECIES.length() <= end; i += SPECIES.length()) {
      long above =
          keys(floats, i)
              .lanewise(VectorOperators.XOR, turn)
              .compare(VectorOperators.GT, extremes.threshold())
              .toLong();
      for (; above != 0; above &= above - 1) {
        offer(floats, i + Long.numberOfTrailingZeros(above), extremes, turn);
      }
    }
    for (; i < end; i++) {
      offer(floats, i, extremes, turn);
    }
  }

  private static void offer(MemorySegment floats, long index, ExtremeKeys extremes, int turn) {
    int key = FloatKeys.of(floats.getAtIndex(INT, index));
    if ((key ^ turn) > extremes.threshold() && FloatKeys.isFinite(key)) {
      extremes.add(key ^ turn);
    }
  }

  /** The extremes of all tensors scanned so far. */
  Tails tails() {
    return Tails.ofKeys(smallest.sorted(), largest.sorted());
  }
}
