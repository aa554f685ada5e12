package io.plumbline.quantize.round;

import io.plumbline.tensor.parallel.VectorWidth;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds multiples of the rows of a matrix to a vector. Every element has the products added in the
 * order of the rows, each rounded, so that no result depends on the machine or on how many are
 * added at once.
 */
final class RowSums {
  /** Rows added at once, so that an element of the vector is loaded and stored once for them. */
  static final int BLOCK = 4;

  private static final VectorSpecies<Double> D = VectorSpecies.of(double.class, VectorWidth.SHAPE);
  private static final int LANES = D.length();

  private RowSums() {}

  /**
   * {@code target[at + k] += factors[i] · rows[start + i · stride + k]} for all k below {@code
   * length}, for i from 0 on. No row lies where the target does.
   */
  static void add(
      double[] target, int at, double[] factors, double[] rows, int start, int stride, int length) {
    int row = 0;
    for (; row + BLOCK <= factors.length; row += BLOCK) {
      addBlock(target, at, factors, row, rows, start + row * stride, stride, length);
    }
    for (; row < factors.length; row++) {
      add(target, at, factors[row], rows, start + row * stride, length);
    }
  }

  /** {@code target[at + k] += factor · row[from + k]}. */
  static void add(double[] target, int at, double factor, double[] row, int from, int length) {
    int whole = D.loopBound(Math.max(0, length));
    DoubleVector wide = DoubleVector.broadcast(D, factor);
    for (int k = 0; k < whole; k += LANES) {
      DoubleVector product = DoubleVector.fromArray(D, row, from + k).mul(wide);
      DoubleVector.fromArray(D, target, at + k).add(product).intoArray(target, at + k);
    }
    for (int k = whole; k < length; k++) {
      target[at + k] += factor * row[from + k];
    }
  }

  private static void addBlock(
      double[] target,
      int at,
      double[] factors,
      int row,
      double[] rows,
      int first,
      int stride,
      int length) {
    int second = first + stride;
    int third = second + stride;
    int fourth = third + stride;
    DoubleVector ofFirst = DoubleVector.broadcast(D, factors[row]);
    DoubleVector ofSecond = DoubleVector.broadcast(D, factors[row + 1]);
    DoubleVector ofThird = DoubleVector.broadcast(D, factors[row + 2]);
    DoubleVector ofFourth = DoubleVector.broadcast(D, factors[row + 3]);
    int whole = D.loopBound(Math.max(0, length));
    for (int k = 0; k < whole; k += LANES) {
      DoubleVector.fromArray(D, target, at + k)
          .add(DoubleVector.fromArray(D, rows, first + k).mul(ofFirst))
          .add(DoubleVector.fromArray(D, rows, second + k).mul(ofSecond))
          .add(DoubleVector.fromArray(D, rows, third + k).mul(ofThird))
          .add(DoubleVector.fromArray(D, rows, fourth + k).mul(ofFourth))
          .intoArray(target, at + k);
    }
    for (int k = whole; k < length; k++) {
      target[at + k] =
          target[at + k]
              + factors[row] * rows[first + k]
              + factors[row + 1] * rows[second + k]
              + factors[row + 2] * rows[third + k]
              + factors[row + 3] * rows[fourth + k];
    }
  }
}
