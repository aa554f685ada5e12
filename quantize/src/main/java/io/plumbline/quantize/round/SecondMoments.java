package io.plumbline.quantize.round;

import java.util.Arrays;
import java.util.List;

/**
 * Sums over columns of integers, of every element and of every product of two. They are exact, so
 * that columns may come in any order and be divided among several of these.
 */
public final class SecondMoments {
  /** Columns that are multiplied at once, so that a product's place is loaded once for them. */
  private static final int BLOCK = 4;

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
    this.depth = depth;
    this.largest = Math.max(1, largest);
    this.products = new long[Math.multiplyExact(depth, depth)];
    this.sums = new long[depth];
    this.run = isWide() ? new int[0] : new int[products.length];
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
      for (int column = first; column < end; column++) {
        for (int i = 0; i < depth; i++) {
          sums[i] += elements[column * depth + i];
        }
      }
      if (isWide()) {
        addWide(elements, first, end);
      } else if (end - first == BLOCK) {
        addBlock(elements, first * depth);
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
      addRow(
          elements,
          at,
          i,
          elements[at + i],
          elements[at + depth + i],
          elements[at + 2 * depth + i],
          elements[at + 3 * depth + i]);
    }
  }

  private void addRow(
      int[] elements, int at, int row, int first, int second, int third, int fourth) {
    if ((first | second | third | fourth) == 0) {
      return;
    }
    int from = row * depth;
    for (int j = row; j < depth; j++) {
      run[from + j] +=
          first * elements[at + j]
              + second * elements[at + depth + j]
              + third * elements[at + 2 * depth + j]
              + fourth * elements[at + 3 * depth + j];
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
