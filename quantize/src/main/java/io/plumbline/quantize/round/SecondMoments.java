package io.plumbline.quantize.round;

import io.plumbline.tensor.parallel.VectorWidth;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over columns of integers, of every element and of every product of two. They are exact, so
 * that columns may come in any order and be divided among several of these.
 */
public final class SecondMoments {
  /** Columns that are multiplied at once, so that a product's place is loaded once for them. */
  private static final int BLOCK = 4;

  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorWidth.SHAPE);

  private final int depth;
  private final int largest;
  private final long[] products;
  private final long[] sums;
  private final int[] run;
  private long columns;
  private int inRun;

  /**
   * @param depth elements of a column
   * @param largest magnitude of an element, at most 2¹⁶
   */
  public SecondMoments(int depth, int largest) {
    this(largest, new long[Math.multiplyExact(depth, depth)], new long[depth], 0);
  }

  private SecondMoments(int largest, long[] products, long[] sums, long columns) {
    this.depth = sums.length;
    this.largest = Math.max(1, largest);
    this.products = products;
    this.sums = sums;
    this.columns = columns;
    this.run = isWide() ? new int[0] : new int[products.length];
  }

  /**
   * Of sums that are known.
   *
   * @param products [depth, depth], of which those on and above the diagonal are read
   */
  static SecondMoments of(int largest, long[] products, long[] sums, long columns) {
    return new SecondMoments(largest, products, sums, columns);
  }

  /** Whether the products of a few columns leave int32. */
  private boolean isWide() {
    return room() < BLOCK;
  }

  /** How many columns an int32 holds the products of. */
  private int room() {
    return (int) Math.min(1 << 20, Integer.MAX_VALUE / ((long) largest * largest));
  }

  public int depth() {
    return depth;
  }

  /** How many columns were added. */
  public long columns() {
    return columns;
  }

  /**
   * Adds columns.
   *
   * @param elements of one column after the other
   * @param count of columns
   */
  public void add(int[] elements, int count) {
    for (int first = 0; first < count; first += BLOCK) {
      int end = Math.min(first + BLOCK, count);
      if (!isWide() && end - first == BLOCK) {
        addBlock(elements, first * depth);
        continue;
      }
      for (int column = first; column < end; column++) {
        for (int i = 0; i < depth; i++) {
          sums[i] += elements[column * depth + i];
        }
      }
      if (isWide()) {
        addWide(elements, first, end);
      } else {
        addNarrow(elements, first, end);
      }
    }
    columns += count;
  }

  private void addWide(int[] elements, int first, int end) {
    for (int column = first; column < end; column++) {
      for (int i = 0; i < depth; i++) {
        long factor = elements[column * depth + i];
        for (int j = i; j < depth; j++) {
          products[i * depth + j] += factor * elements[column * depth + j];
        }
      }
    }
  }

  private void addNarrow(int[] elements, int first, int end) {
    makeRoom(end - first);
    for (int column = first; column < end; column++) {
      for (int i = 0; i < depth; i++) {
        int factor = elements[column * depth + i];
        for (int j = i; j < depth; j++) {
          run[i * depth + j] += factor * elements[column * depth + j];
        }
      }
    }
  }

  private void addBlock(int[] elements, int at) {
    makeRoom(BLOCK);
    for (int i = 0; i < depth; i++) {
      sums[i] +=
          elements[at + i]
              + elements[at + depth + i]
              + elements[at + 2 * depth + i]
              + elements[at + 3 * depth + i];
    }
    int row = 0;
    for (; row + 1 < depth; row += 2) {
      addRows(elements, at, row);
    }
    if (row < depth) {
      addTail(elements, at, row, row);
    }
  }

  /** Two rows, so that an element is loaded once for them. */
  private void addRows(int[] elements, int at, int row) {
    int second = at + depth;
    int third = second + depth;
    int fourth = third + depth;
    int from = row * depth;
    int whole = row + INTS.loopBound(depth - row);
    for (int j = row; j < whole; j += INTS.length()) {
      IntVector e0 = IntVector.fromArray(INTS, elements, at + j);
      IntVector e1 = IntVector.fromArray(INTS, elements, second + j);
      IntVector e2 = IntVector.fromArray(INTS, elements, third + j);
      IntVector e3 = IntVector.fromArray(INTS, elements, fourth + j);
      IntVector.fromArray(INTS, run, from + j)
          .add(e0.mul(elements[at + row]))
          .add(e1.mul(elements[second + row]))
          .add(e2.mul(elements[third + row]))
          .add(e3.mul(elements[fourth + row]))
          .intoArray(run, from + j);
      IntVector.fromArray(INTS, run, from + depth + j)
          .add(e0.mul(elements[at + row + 1]))
          .add(e1.mul(elements[second + row + 1]))
          .add(e2.mul(elements[third + row + 1]))
          .add(e3.mul(elements[fourth + row + 1]))
          .intoArray(run, from + depth + j);
    }
    addTail(elements, at, row, whole);
    addTail(elements, at, row + 1, whole);
  }

  private void addTail(int[] elements, int at, int row, int begin) {
    for (int j = begin; j < depth; j++) {
      for (int column = at; column < at + BLOCK * depth; column += depth) {
        run[row * depth + j] += elements[column + row] * elements[column + j];
      }
    }
  }

  private void makeRoom(int count) {
    if (inRun + count > room()) {
      spill();
    }
    inRun += count;
  }

  private void spill() {
    for (int i = 0; i < run.length; i++) {
      products[i] += run[i];
    }
    Arrays.fill(run, 0);
    inRun = 0;
  }

  /** Those of both; the two may be added to no longer. */
  public SecondMoments plus(SecondMoments other) {
    var both = new SecondMoments(depth, largest);
    for (SecondMoments part : List.of(this, other)) {
      part.spill();
      for (int i = 0; i < products.length; i++) {
        both.products[i] += part.products[i];
      }
      for (int i = 0; i < depth; i++) {
        both.sums[i] += part.sums[i];
      }
      both.columns += part.columns;
    }
    return both;
  }

  /**
   * The mean product of elements i and j after their means are taken away: what a bias that is
   * corrected afterwards cannot make good.
   *
   * @return [depth, depth], symmetric
   */
  public double[] centred() {
    spill();
    double[] centred = new double[products.length];
    double count = Math.max(1, columns);
    for (int i = 0; i < depth; i++) {
      for (int j = i; j < depth; j++) {
        double mean = sums[i] / count * (sums[j] / count);
        centred[i * depth + j] = products[i * depth + j] / count - mean;
        centred[j * depth + i] = centred[i * depth + j];
      }
    }
    return centred;
  }
}
