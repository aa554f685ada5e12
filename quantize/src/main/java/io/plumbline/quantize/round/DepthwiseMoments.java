package io.plumbline.quantize.round;

import io.plumbline.tensor.parallel.VectorWidth;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The {@link SecondMoments} and {@link CrossMoments} of many channels at once, each of which has a
 * column and a number that is wanted of its own, as in a depthwise convolution. Products of
 * elements are exact in double, the products with what is wanted are added as {@link CrossMoments}
 * adds them.
 */
public final class DepthwiseMoments {
  /** Columns that are multiplied at once, as {@link CrossMoments} adds them. */
  private static final int BLOCK = CrossMoments.BLOCK;

  private static final VectorSpecies<Double> D = VectorSpecies.of(double.class, VectorWidth.SHAPE);
  private static final int LANES = D.length();

  private final int channels;
  private final int taps;
  private final int largest;
  private final boolean isWanted;

  /** Channels and those that fill the last vector. */
  private final int width;

  /** By pair of taps i ≤ j at i · taps + j, and channel. */
  private final double[] products;

  private final double[] elementSums;
  private final double[] cross;
  private final double[] sums;
  private final double[] squares;
  private final double[] block;
  private final double[] numbers;
  private long columns;

  /**
   * @param taps elements of a column
   * @param largest magnitude of an element, at most 2¹⁶
   * @param isWanted whether there are numbers that are wanted
   */
  public DepthwiseMoments(int channels, int taps, int largest, boolean isWanted) {
    this.channels = channels;
    this.taps = taps;
    this.largest = largest;
    this.isWanted = isWanted;
    this.width = Math.ceilDiv(channels, LANES) * LANES;
    this.products = new double[Math.multiplyExact(taps * taps, width)];
    this.elementSums = new double[taps * width];
    this.cross = new double[isWanted ? taps * width : 0];
    this.sums = new double[isWanted ? width : 0];
    this.squares = new double[isWanted ? width : 0];
    this.block = new double[BLOCK * taps * width];
    this.numbers = new double[BLOCK * width];
  }

  /**
   * Adds columns.
   *
   * @param elements [count, taps, channels]
   * @param wanted [.., channels], of no use where nothing is wanted
   * @param from row of the first column's wanted numbers
   */
  public void add(int[] elements, double[] wanted, int from, int count) {
    for (int first = 0; first < count; first += BLOCK) {
      int size = Math.min(BLOCK, count - first);
      fill(elements, first, size);
      if (isWanted) {
        fill(wanted, from + first, size);
        addWanted();
      }
      addProducts();
    }
    columns += count;
  }

  private void fill(int[] elements, int first, int size) {
    for (int row = 0; row < BLOCK * taps; row++) {
      int at = (first * taps + row) * channels;
      for (int channel = 0; channel < channels; channel++) {
        block[row * width + channel] = row < size * taps ? elements[at + channel] : 0;
      }
    }
  }

  private void fill(double[] wanted, int first, int size) {
    for (int row = 0; row < BLOCK; row++) {
      for (int channel = 0; channel < channels; channel++) {
        numbers[row * width + channel] =
            row < size ? wanted[(first + row) * channels + channel] : 0;
      }
    }
  }

  private void addWanted() {
    for (int row = 0; row < BLOCK; row++) {
      for (int channel = 0; channel < width; channel++) {
        double number = numbers[row * width + channel];
        sums[channel] += number;
        squares[channel] += number * number;
      }
    }
    for (int tap = 0; tap < taps; tap++) {
      multiply(numbers, 0, width, tap * width, cross, tap * width);
    }
  }

  private void addProducts() {
    for (int tap = 0; tap < taps; tap++) {
      for (int row = tap; row < BLOCK * taps; row += taps) {
        for (int channel = 0; channel < width; channel++) {
          elementSums[tap * width + channel] += block[row * width + channel];
        }
      }
      for (int other = tap; other < taps; other++) {
        int into = (tap * taps + other) * width;
        multiply(block, tap * width, taps * width, other * width, products, into);
      }
    }
  }

  /**
   * Adds the products of four rows of numbers with one tap of the block's four columns, in the
   * order of the columns.
   *
   * @param stride between the rows
   */
  private void multiply(double[] rows, int from, int stride, int tap, double[] into, int at) {
    int next = taps * width;
    for (int channel = 0; channel < width; channel += LANES) {
      int row = from + channel;
      int element = tap + channel;
      DoubleVector first =
          DoubleVector.fromArray(D, rows, row).mul(DoubleVector.fromArray(D, block, element));
      DoubleVector second =
          DoubleVector.fromArray(D, rows, row + stride)
              .mul(DoubleVector.fromArray(D, block, element + next));
      DoubleVector third =
          DoubleVector.fromArray(D, rows, row + 2 * stride)
              .mul(DoubleVector.fromArray(D, block, element + 2 * next));
      DoubleVector fourth =
          DoubleVector.fromArray(D, rows, row + 3 * stride)
              .mul(DoubleVector.fromArray(D, block, element + 3 * next));
      DoubleVector.fromArray(D, into, at + channel)
          .add(first.add(second).add(third).add(fourth))
          .intoArray(into, at + channel);
    }
  }

  /** Those of the elements of one channel. */
  public SecondMoments inputs(int channel) {
    long[] pairs = new long[taps * taps];
    for (int pair = 0; pair < pairs.length; pair++) {
      pairs[pair] = (long) products[pair * width + channel];
    }
    long[] totals = new long[taps];
    for (int tap = 0; tap < taps; tap++) {
      totals[tap] = (long) elementSums[tap * width + channel];
    }
    return SecondMoments.of(largest, pairs, totals, columns);
  }

  /** Those of one channel with what is wanted of it; of no rows where nothing is. */
  public CrossMoments wanted(int channel) {
    if (!isWanted) {
      return new CrossMoments(taps, 0);
    }
    double[] own = new double[taps];
    double[] totals = new double[taps];
    for (int tap = 0; tap < taps; tap++) {
      own[tap] = cross[tap * width + channel];
      totals[tap] = elementSums[tap * width + channel];
    }
    return CrossMoments.of(own, totals, sums[channel], squares[channel], columns);
  }
}
