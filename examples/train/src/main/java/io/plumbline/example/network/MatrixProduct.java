package io.plumbline.example.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C += A·B on float arrays. Each element of C is one chain of fused multiply-adds in the order of
 * the inner index, whatever the machine.
 */
final class MatrixProduct {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final int WIDTH = LANES.length();
  private static final int INNER_BLOCK = 128;

  private MatrixProduct() {}

  /**
   * A matrix inside an array: element (r, c) is {@code data[offset + r·rowStride +
   * c·columnStride]}.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record View(float[] data, int offset, int rowStride, int columnStride) {}

  /** Adds A [rows, inner] · B [inner, columns]; B and C have column stride 1. */
  static void add(View a, View b, View c, int rows, int inner, int columns) {
    for (int from = 0; from < inner; from += INNER_BLOCK) {
      int to = Math.min(inner, from + INNER_BLOCK);
      for (int row = 0; row < rows; row++) {
        addRow(a, b, c, row, from, to, columns);
      }
    }
  }

  private static void addRow(View a, View b, View c, int row, int from, int to, int columns) {
    int first = a.offset + row * a.rowStride;
    int target = c.offset + row * c.rowStride;
    int column = 0;
    for (; column + 4 * WIDTH <= columns; column += 4 * WIDTH) {
      addFour(a, first, b, c.data, target + column, column, from, to);
    }
    for (; column + WIDTH <= columns; column += WIDTH) {
      addOne(a, first, b, c.data, target + column, column, from, to);
    }
    for (; column < columns; column++) {
      float sum = c.data[target + column];
      for (int k = from; k < to; k++) {
        float factor = b.data[b.offset + k * b.rowStride + column];
        sum = Math.fma(a.data[first + k * a.columnStride], factor, sum);
      }
      c.data[target + column] = sum;
    }
  }

  private static void addFour(
      View a, int first, View b, float[] c, int target, int column, int from, int to) {
    FloatVector sum0 = FloatVector.fromArray(LANES, c, target);
    FloatVector sum1 = FloatVector.fromArray(LANES, c, target + WIDTH);
    FloatVector sum2 = FloatVector.fromArray(LANES, c, target + 2 * WIDTH);
    FloatVector sum3 = FloatVector.fromArray(LANES, c, target + 3 * WIDTH);
    for (int k = from; k < to; k++) {
      FloatVector factor = FloatVector.broadcast(LANES, a.data[first + k * a.columnStride]);
      int source = b.offset + k * b.rowStride + column;
      sum0 = factor.fma(FloatVector.fromArray(LANES, b.data, source), sum0);
      sum1 = factor.fma(FloatVector.fromArray(LANES, b.data, source + WIDTH), sum1);
      sum2 = factor.fma(FloatVector.fromArray(LANES, b.data, source + 2 * WIDTH), sum2);
      sum3 = factor.fma(FloatVector.fromArray(LANES, b.data, source + 3 * WIDTH), sum3);
    }
    sum0.intoArray(c, target);
    sum1.intoArray(c, target + WIDTH);
    sum2.intoArray(c, target + 2 * WIDTH);
    sum3.intoArray(c, target + 3 * WIDTH);
  }

  private static void addOne(
      View a, int first, View b, float[] c, int target, int column, int from, int to) {
    FloatVector sum = FloatVector.fromArray(LANES, c, target);
    for (int k = from; k < to; k++) {
      FloatVector factor = FloatVector.broadcast(LANES, a.data[first + k * a.columnStride]);
      sum =
          factor.fma(
              FloatVector.fromArray(LANES, b.data, b.offset + k * b.rowStride + column), sum);
    }
    sum.intoArray(c, target);
  }
}
