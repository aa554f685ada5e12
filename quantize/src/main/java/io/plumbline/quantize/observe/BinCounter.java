package io.plumbline.quantize.observe;

import java.lang.foreign.MemorySegment;

/**
 * Counts floats into the bins of {@link Binning}. Elements of bin 0 are counted by their places in
 * a run, so that runs of zeros, such as those behind a Relu, do not wait for each other.
 */
final class BinCounter {
  /** Elements that are taken or passed over together; a property of the statistics. */
  static final int RUN = 16;

  /** Positions in the table: those of all bins, and behind them those of bin 0 in a run. */
  private static final int MASK = 2 * Binning.SIZE - 1;

  private static final int BUFFER = 1024;
  private static final Lanes LANES = Lanes.OF_THIS_JVM;

  private final int[] table = new int[MASK + 1];
  private final int[] positions = new int[BUFFER + RUN];

  /**
   * Counts the chosen runs of {@link #RUN} elements.
   *
   * @param floats finite, of magnitude below {@code HALF · 2^exponent}
   * @param range of the elements
   * @param counts of {@link Binning#SIZE} bins of width {@code 2^exponent}, added to
   */
  void count(
      MemorySegment floats,
      long elements,
      RunChoice choice,
      KeyRange range,
      int exponent,
      Counts counts) {
    float factor = Binning.factor(exponent);
    long whole = elements - RUN;
    int filled = 0;
    for (long group = 0; group * choice.stride() * RUN < elements; group++) {
      long i = choice.run(group) * RUN;
      if (i <= whole) {
        LANES.positions(floats, i, factor, positions, filled);
        filled += RUN;
      }
      for (; i > whole && i < elements; i++) {
        float x = floats.getAtIndex(FloatLayout.LITTLE_ENDIAN, i);
        positions[filled++] = (int) (x * factor) + Binning.HALF;
      }
      if (filled >= BUFFER) {
        increment(filled);
        filled = 0;
      }
    }
    increment(filled);
    for (int place = 0; place < RUN; place++) {
      table[Binning.HALF] += table[Binning.zero(place)];
      table[Binning.zero(place)] = 0;
    }
    counts.drain(
        table,
        Math.min(Binning.HALF, (int) (range.minimum() * factor) + Binning.HALF),
        Math.max(Binning.HALF, (int) (range.maximum() * factor) + Binning.HALF) + 1);
  }

  private void increment(int filled) {
    for (int i = 0; i < filled; i++) {
      table[positions[i] & MASK]++;
    }
  }
}
