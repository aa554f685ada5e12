package io.plumbline.quantize.observe;

import java.lang.foreign.MemorySegment;

/** One element at a time. */
final class ScalarLanes implements Lanes {
  @Override
  public int count() {
    return 1;
  }

  @Override
  public KeyRange range(MemorySegment floats, long begin, long end) {
    int low = KeyRange.NONE.low();
    int high = KeyRange.NONE.high();
    for (long i = begin; i < end; i++) {
      int key = FloatKeys.at(floats, i);
      low = Math.min(low, key);
      high = Math.max(high, key);
    }
    return new KeyRange(low, high);
  }

  @Override
  public long above(MemorySegment floats, long begin, int turn, int threshold) {
    return (FloatKeys.at(floats, begin) ^ turn) > threshold ? 1 : 0;
  }

  @Override
  public void positions(MemorySegment floats, long begin, float factor, int[] positions, int at) {
    for (int i = 0; i < BinCounter.RUN; i++) {
      int bin = (int) (floats.getAtIndex(FloatLayout.LITTLE_ENDIAN, begin + i) * factor);
      positions[at + i] = bin == 0 ? Binning.zero(i) : bin + Binning.HALF;
    }
  }

  @Override
  public int move(int[] source, int[] target, int from, int to) {
    return from;
  }
}
