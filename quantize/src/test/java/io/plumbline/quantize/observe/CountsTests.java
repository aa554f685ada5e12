package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts are exact whether they need 32 bits or more. */
class CountsTests {
  private static final int SIZE = 40;

  private static long[] numbers(Counts counts) {
    long[] numbers = new long[counts.size()];
    Arrays.setAll(numbers, counts::get);
    return numbers;
  }

  /** Sums, moves and copies as those of long numbers; most additions are small or large. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 20, Integer.MAX_VALUE})
  void countsAreThoseOfLongNumbers(int largest) {
    Random random = new Random(largest);
    Counts counts = new Counts(SIZE);
    long[] expected = new long[SIZE];
    for (int step = 0; step < 20_000; step++) {
      int at = random.nextInt(SIZE);
      int to = random.nextInt(SIZE);
      if (step % 5 == 4) {
        long moved = expected[at];
        expected[at] = 0;
        expected[to] += moved;
        counts.move(at, to);
      } else {
        long count = random.nextLong(largest + 1L);
        expected[at] += count;
        counts.add(at, count);
      }
    }
    assertThat(numbers(counts)).containsExactly(expected);
    assertThat(counts.total()).isEqualTo(Arrays.stream(expected).sum());
    assertThat(numbers(counts.copy(3, 17))).containsExactly(Arrays.copyOfRange(expected, 3, 17));
  }

  @ParameterizedTest
  @CsvSource({"2147483646, 1, false", "2147483647, 0, false", "2147483647, 1, true"})
  void theyBecomeWideWhereOneNeedsIt(long first, long second, boolean wide) {
    Counts counts = new Counts(SIZE);
    counts.add(1, 5);
    counts.add(7, first);
    counts.add(7, second);
    assertThat(counts.isWide()).isEqualTo(wide);
    assertThat(counts.get(7)).isEqualTo(first + second);
    assertThat(counts.get(1)).isEqualTo(5);
  }

  /** A table is added at once, until one bin needs more than 32 bits and after it. */
  @ParameterizedTest
  @ValueSource(ints = {3, Integer.MAX_VALUE})
  void aTableIsDrainedBetweenTwoPositions(int largest) {
    Random random = new Random(largest);
    Counts counts = new Counts(SIZE);
    long[] expected = new long[SIZE];
    for (int round = 0; round < 20; round++) {
      int from = random.nextInt(SIZE);
      int to = random.nextInt(from, SIZE + 1);
      int[] table = new int[SIZE + 3];
      for (int at = from; at < to; at++) {
        table[at] = random.nextInt(largest);
        expected[at] += table[at];
      }
      counts.drain(table, from, to);
      assertThat(table).containsOnly(0);
    }
    assertThat(numbers(counts)).containsExactly(expected);
    assertThat(counts.isWide()).isEqualTo(largest > 3);
  }

  @Test
  void aMoveCanMakeThemWide() {
    Counts counts = new Counts(SIZE);
    counts.add(0, Integer.MAX_VALUE);
    counts.add(1, 3);
    counts.move(0, 1);
    assertThat(numbers(counts.copy(0, 2))).containsExactly(0, Integer.MAX_VALUE + 3L);
  }

  @Test
  void theWidthMakesNoDifference() {
    Counts wide = new Counts(2);
    wide.add(0, 1);
    wide.add(1, Integer.MAX_VALUE + 1L);
    Counts narrow = new Counts(1);
    narrow.add(0, 1);
    assertThat(wide.copy(0, 1)).isEqualTo(narrow).hasSameHashCodeAs(narrow);
    assertThat(wide).isNotEqualTo(narrow);
  }

  /** A bin of two histograms together may need more than either. */
  @Test
  void histogramsThatAreMergedCountAllElements() {
    Counts table = new Counts(Binning.SIZE);
    table.add(Binning.HALF + 9, Integer.MAX_VALUE);
    Histogram one = Histogram.of(0, table);
    Histogram other = Histogram.of(1, table);
    Histogram both = one.merge(other);
    assertThat(both.count(4)).isEqualTo(Integer.MAX_VALUE);
    assertThat(both.merge(one).merge(one).count(4)).isEqualTo(3L * Integer.MAX_VALUE);
    assertThat(both.merge(one)).isEqualTo(one.merge(one).merge(other));
  }
}
