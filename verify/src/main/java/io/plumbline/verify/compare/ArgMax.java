package io.plumbline.verify.compare;

import io.plumbline.tensor.Shape;

/** Where the largest elements along an axis lie. */
final class ArgMax {
  private static final int FIRST_SPATIAL_RANK = 4;

  private ArgMax() {}

  /** See {@link Measure#ARG_MAX_FLIPS}. */
  static double flips(RealValues expected, RealValues actual) {
    Shape shape = expected.tensor().shape();
    int axis = shape.rank() >= FIRST_SPATIAL_RANK ? 1 : shape.rank() - 1;
    long classes = axis < 0 ? 1 : shape.dim(axis);
    if (classes < 2 || expected.elements() == 0) {
      return Double.NaN;
    }
    long inner = 1;
    for (int later = axis + 1; later < shape.rank(); later++) {
      inner *= shape.dim(later);
    }
    long positions = expected.elements() / classes;
    long flipped = 0;
    for (long position = 0; position < positions; position++) {
      long start = position / inner * classes * inner + position % inner;
      flipped +=
          largest(expected, start, inner, classes) == largest(actual, start, inner, classes)
              ? 0
              : 1;
    }
    return (double) flipped / positions;
  }

  private static long largest(RealValues values, long start, long stride, long classes) {
    double[] element = new double[1];
    double best = Double.NEGATIVE_INFINITY;
    long index = 0;
    for (long i = 0; i < classes; i++) {
      values.read(start + i * stride, 1, element);
      if (element[0] > best) {
        best = element[0];
        index = i;
      }
    }
    return index;
  }
}
