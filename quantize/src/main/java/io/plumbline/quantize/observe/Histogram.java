package io.plumbline.quantize.observe;

import io.plumbline.tensor.Count;
import java.util.Locale;

/**
 * How often the elements of a tensor fall into bins of width {@code 2ᵏ}: bin 0 is the open interval
 * (−2ᵏ, 2ᵏ), bin i &gt; 0 is [i·2ᵏ, (i+1)·2ᵏ), bin −i is its mirror image. Immutable. Merging is
 * commutative, associative and exact: whatever the order and the split of the samples, the result
 * is the same to the last count.
 */
public final class Histogram {
  private final int exponent;
  private final int first;
  private final Counts counts;

  private Histogram(int exponent, int first, Counts counts) {
    this.exponent = exponent;
    this.first = first;
    this.counts = counts;
  }

  /** A copy of the occupied part of a table of {@link Binning#SIZE} counts. */
  static Histogram of(int exponent, Counts table) {
    int from = 0;
    int to = table.size();
    while (from < to && table.get(from) == 0) {
      from++;
    }
    while (to > from && table.get(to - 1) == 0) {
      to--;
    }
    return new Histogram(exponent, from - Binning.HALF, table.copy(from, to));
  }

  /** The exponent k of the bin width {@code 2ᵏ}. */
  public int exponent() {
    return exponent;
  }

  /** The width of a bin, a power of two; bin 0 is twice as wide. */
  public double width() {
    return Math.scalb(1.0, exponent);
  }

  /** The lowest occupied bin. */
  public int firstBin() {
    return first;
  }

  /** One more than the highest occupied bin; {@link #firstBin} when there is none. */
  public int endBin() {
    return first + counts.size();
  }

  /** Elements in a bin; 0 for bins that are not occupied. */
  public long count(int bin) {
    int index = bin - first;
    return index < 0 || index >= counts.size() ? 0 : counts.get(index);
  }

  /** Elements in all bins. */
  public long total() {
    return counts.total();
  }

  /** The bin of a number within the range of a table. */
  int binOf(float x) {
    return (int) (x * Binning.factor(exponent));
  }

  /** The lower end of a bin. */
  public double low(int bin) {
    return Math.scalb((double) (bin > 0 ? bin : bin - 1), exponent);
  }

  /** The upper end of a bin. */
  public double high(int bin) {
    return Math.scalb((double) (bin < 0 ? bin : bin + 1), exponent);
  }

  /** The histogram of the elements of both. */
  public Histogram merge(Histogram other) {
    int common = Math.max(exponent, other.exponent);
    Counts table = table(common);
    Counts otherTable = other.table(common);
    for (int i = 0; i < table.size(); i++) {
      table.add(i, otherTable.get(i));
    }
    return of(common, table);
  }

  private Counts table(int widerExponent) {
    Counts table = new Counts(Binning.SIZE);
    for (int i = 0; i < counts.size(); i++) {
      table.add(first + Binning.HALF + i, counts.get(i));
    }
    Binning.widen(table, widerExponent - exponent);
    return table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram histogram
        && exponent == histogram.exponent
        && first == histogram.first
        && counts.equals(histogram.counts);
  }

  @Override
  public int hashCode() {
    return 31 * counts.hashCode() + 17 * first + exponent;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s in bins %d to %d of width 2^%d",
        Count.of(total(), "element"),
        first,
        endBin() - 1,
        exponent);
  }
}
