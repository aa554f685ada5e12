package io.plumbline.runtime.vector;

import io.plumbline.runtime.reference.RecurrentSums;
import io.plumbline.tensor.Tensor;
import jdk.incubator.vector.IntVector;

/** Sums of many rows at once, from weights that lie beside each other for all rows. */
final class PackedRecurrentSums implements RecurrentSums {
  /** Rows of one block, each vector of which has its sums in a register. */
  private static final int BLOCK = 4 * Lanes.COUNT;

  private final int depth;

  /** Rows, and room for a block that begins at the last of them. */
  private final int stride;

  /** Weights [directions, depth, stride]. */
  private final int[] packed;

  /**
   * @param weights int8 [directions, rows, depth]
   */
  PackedRecurrentSums(Tensor weights) {
    int rows = weights.shape().intDim(1);
    this.depth = weights.shape().intDim(2);
    this.stride = rows + BLOCK;
    this.packed = new int[weights.shape().intDim(0) * depth * stride];
    int[] integers = weights.toInts();
    for (int i = 0; i < integers.length; i++) {
      int line = i / depth;
      packed[(line / rows * depth + i % depth) * stride + line % rows] = integers[i];
    }
  }

  @Override
  public int[] sums(int direction, int from, int to, int[] values, int at) {
    int[] sums = new int[stride];
    for (int row = from; row < to; row += BLOCK) {
      block(direction * depth * stride + row, values, at, sums, row);
    }
    return sums;
  }

  private void block(int first, int[] values, int at, int[] sums, int row) {
    IntVector a = IntVector.zero(Lanes.INTS);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    int line = first;
    for (int k = 0; k < depth; k++) {
      int value = values[at + k];
      a = a.add(load(line).mul(value));
      b = b.add(load(line + Lanes.COUNT).mul(value));
      c = c.add(load(line + 2 * Lanes.COUNT).mul(value));
      d = d.add(load(line + 3 * Lanes.COUNT).mul(value));
      line += stride;
    }
    a.intoArray(sums, row);
    b.intoArray(sums, row + Lanes.COUNT);
    c.intoArray(sums, row + 2 * Lanes.COUNT);
    d.intoArray(sums, row + 3 * Lanes.COUNT);
  }

  private IntVector load(int from) {
    return IntVector.fromArray(Lanes.INTS, packed, from);
  }
}
