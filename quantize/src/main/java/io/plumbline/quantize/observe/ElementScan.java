package io.plumbline.quantize.observe;

import java.lang.foreign.MemorySegment;

/**
 * Looks at every element of a tensor, at memory speed: finds the range of each and collects the
 * extremes of all. Floats are compared as {@link FloatKeys}. Extremes are looked for only in the
 * blocks whose range says that there are some.
 */
final class ElementScan {
  private static final Lanes LANES = Lanes.OF_THIS_JVM;
  private static final Lanes REST = new ScalarLanes();

  /** Elements between looks at what was found, a multiple of two vectors of any machine. */
  private static final int BLOCK = 512;

  private final ExtremeKeys largest = new ExtremeKeys();

  /** Of keys whose bits are inverted, which turns their order round. */
  private final ExtremeKeys smallest = new ExtremeKeys();

  /**
   * The range of the elements.
   *
   * @param collects whether their extremes are collected
   */
  KeyRange scan(MemorySegment floats, long count, boolean collects) {
    int low = KeyRange.NONE.low();
    int high = KeyRange.NONE.high();
    for (long begin = 0; begin < count; begin += BLOCK) {
      KeyRange block =
          begin + BLOCK <= count
              ? LANES.range(floats, begin, begin + BLOCK)
              : REST.range(floats, begin, count);
      low = Math.min(low, block.low());
      high = Math.max(high, block.high());
      if (collects && block.high() > largest.threshold()) {
        collect(floats, begin, Math.min(begin + BLOCK, count), largest, 0);
      }
      if (collects && ~block.low() > smallest.threshold()) {
        collect(floats, begin, Math.min(begin + BLOCK, count), smallest, -1);
      }
    }
    return new KeyRange(low, high);
  }

  /** Offers finite elements; a key is turned by {@code key ^ turn}. */
  private static void collect(
      MemorySegment floats, long begin, long end, ExtremeKeys extremes, int turn) {
    long i = begin;
    for (; i + LANES.count() <= end; i += LANES.count()) {
      long above = LANES.above(floats, i, turn, extremes.threshold());
      for (; above != 0; above &= above - 1) {
        offer(floats, i + Long.numberOfTrailingZeros(above), extremes, turn);
      }
    }
    for (; i < end; i++) {
      offer(floats, i, extremes, turn);
    }
  }

  private static void offer(MemorySegment floats, long index, ExtremeKeys extremes, int turn) {
    int key = FloatKeys.at(floats, index);
    if ((key ^ turn) > extremes.threshold() && FloatKeys.isFinite(key)) {
      extremes.add(key ^ turn);
    }
  }

  /** The extremes of all tensors scanned so far. */
  Tails tails() {
    return Tails.ofKeys(smallest.sorted(), largest.sorted());
  }
}
