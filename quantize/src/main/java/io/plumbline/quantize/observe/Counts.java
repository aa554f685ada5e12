package io.plumbline.quantize.observe;

import java.util.Arrays;

/**
 * Counts by position, of 32 bits each until one of them needs more, and of 64 from then on: always
 * exact, and half as large for all that calibration usually sees.
 */
final class Counts {
  private static final long[] NONE = {};
  private static final Lanes LANES = Lanes.OF_THIS_JVM;

  private int[] narrow;

  /** In place of the narrow ones, if not empty. */
  private long[] wide;

  private Counts(int[] narrow, long[] wide) {
    this.narrow = narrow;
    this.wide = wide;
  }

  /** Zeros. */
  Counts(int size) {
    this(new int[size], NONE);
  }

  int size() {
    return isWide() ? wide.length : narrow.length;
  }

  /** Whether counts have 64 bits each. */
  boolean isWide() {
    return wide.length > 0;
  }

  long get(int position) {
    return isWide() ? wide[position] : narrow[position];
  }

  /**
   * @param count at least 0
   */
  void add(int position, long count) {
    if (!isWide()) {
      long sum = narrow[position] + count;
      if (sum <= Integer.MAX_VALUE) {
        narrow[position] = (int) sum;
        return;
      }
      widen();
    }
    wide[position] += count;
  }

  /**
   * Adds what a table of as many positions or more holds, and leaves zeros there.
   *
   * @param from the first position at which it holds anything
   * @param to behind the last
   */
  void drain(int[] table, int from, int to) {
    int position = isWide() ? from : LANES.move(table, narrow, from, to);
    for (; position < to; position++) {
      add(position, table[position]);
      table[position] = 0;
    }
  }

  private void widen() {
    wide = Arrays.stream(narrow).asLongStream().toArray();
    narrow = new int[0];
  }

  /** Adds the count of one position to another, and leaves 0. */
  void move(int from, int to) {
    long count = get(from);
    if (count != 0 && from != to) {
      if (isWide()) {
        wide[from] = 0;
      } else {
        narrow[from] = 0;
      }
      add(to, count);
    }
  }

  /** A copy of the positions from one up to, but without, another. */
  Counts copy(int from, int to) {
    return isWide()
        ? new Counts(new int[0], Arrays.copyOfRange(wide, from, to))
        : new Counts(Arrays.copyOfRange(narrow, from, to), NONE);
  }

  long total() {
    return isWide() ? Arrays.stream(wide).sum() : Arrays.stream(narrow).asLongStream().sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Counts counts && Arrays.equals(longs(), counts.longs());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(longs());
  }

  private long[] longs() {
    return isWide() ? wide : Arrays.stream(narrow).asLongStream().toArray();
  }
}
