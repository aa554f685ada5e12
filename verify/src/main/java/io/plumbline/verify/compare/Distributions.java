package io.plumbline.verify.compare;

import java.util.Arrays;

/** How far the distributions of two tensors' elements are apart, whatever their order. */
final class Distributions {
  private Distributions() {}

  /** See {@link Measure#CDF_DISTANCE}. */
  static double distance(RealValues expected, RealValues actual) {
    int length = Math.toIntExact(expected.elements());
    double[] x = new double[length];
    double[] y = new double[length];
    int[] filled = {0};
    Pieces.walk(
        expected,
        actual,
        (expectedPiece, actualPiece, count) -> {
          for (int i = 0; i < count; i++) {
            if (Double.isFinite(expectedPiece[i])) {
              x[filled[0]] = expectedPiece[i];
              y[filled[0]++] = actualPiece[i];
            }
          }
        });
    int count = filled[0];
    Arrays.sort(x, 0, count);
    Arrays.sort(y, 0, count);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs(x[i] - y[i]);
    }
    return sum / Math.max(1, count);
  }
}
