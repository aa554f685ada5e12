package io.plumbline.runtime.reference;

import io.plumbline.tensor.Tensor;

/** The integer products of a recurrent layer with int8 weights [directions, rows, depth]. */
public interface RecurrentSums {
  /**
   * Products of one vector with some rows of a direction's weights.
   *
   * @param values integers less their zero point, of which depth count, starting at {@code at}
   * @return int32 sums modulo 2³² at the places of the rows from {@code from} to before {@code to};
   *     what lies at other places means nothing
   */
  int[] sums(int direction, int from, int to, int[] values, int at);

  /** The sums as they are defined. */
  static RecurrentSums of(Tensor weights) {
    int rows = weights.shape().intDim(1);
    int depth = weights.shape().intDim(2);
    int[] integers = weights.toInts();
    return (direction, from, to, values, at) -> {
      int[] sums = new int[rows];
      for (int row = from; row < to; row++) {
        int first = (direction * rows + row) * depth;
        sums[row] = MatrixKernels.dot(values, at, integers, first, depth);
      }
      return sums;
    };
  }
}
