package io.plumbline.data.metric.decode;

/** A matrix by rows. */
final class Rows {
  private final float[] values;
  private final int columns;

  Rows(float[] values, int columns) {
    this.values = values;
    this.columns = columns;
  }

  int count() {
    return values.length / columns;
  }

  int columns() {
    return columns;
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }
}
