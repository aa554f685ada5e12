package io.plumbline.quantize.round;

/**
 * The weights of rows at the minimum of {@link Regression} with a hold on the exact ones, {@code (H
 * + λ·t·1)·w = c + λ·t·w⁰}, by a Cholesky factor that all rows share.
 */
public final class Ridge {
  private final Regression regression;
  private final int depth;
  private final double hold;

  /** The lower factor by rows. */
  private final double[] factor;

  Ridge(Quadratic quadratic, double strength, Regression regression) {
    this.regression = regression;
    this.depth = quadratic.depth();
    this.hold = strength * quadratic.meanDiagonal();
    this.factor = hold > 0 ? factor(quadratic.moments().clone()) : new double[0];
  }

  /** H + λ·t·1 is positive definite whatever the samples are, so that no pivot is 0. */
  private double[] factor(double[] matrix) {
    for (int i = 0; i < depth; i++) {
      matrix[i * depth + i] += hold;
    }
    for (int i = 0; i < depth; i++) {
      for (int j = 0; j <= i; j++) {
        double left = matrix[i * depth + j] - dot(matrix, i * depth, matrix, j * depth, j);
        matrix[i * depth + j] =
            i == j ? Math.sqrt(Math.max(left, hold * 1e-12)) : left / matrix[j * depth + j];
      }
    }
    return matrix;
  }

  /** Four sums side by side, which a processor adds at once. */
  private static double dot(double[] a, int atA, double[] b, int atB, int count) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      first += a[atA + i] * b[atB + i];
      second += a[atA + i + 1] * b[atB + i + 1];
      third += a[atA + i + 2] * b[atB + i + 2];
      fourth += a[atA + i + 3] * b[atB + i + 3];
    }
    for (; i < count; i++) {
      first += a[atA + i] * b[atB + i];
    }
    return first + second + (third + fourth);
  }

  /** The weights of a row in steps; the exact ones where nothing varies. */
  public double[] weights(int row) {
    double[] solved = regression.exact(row).clone();
    if (factor.length == 0) {
      return solved;
    }
    double[] cross = regression.cross(row);
    for (int i = 0; i < depth; i++) {
      solved[i] = cross[i] + hold * solved[i];
    }
    for (int i = 0; i < depth; i++) {
      solved[i] = (solved[i] - dot(factor, i * depth, solved, 0, i)) / factor[i * depth + i];
    }
    for (int i = depth - 1; i >= 0; i--) {
      solved[i] /= factor[i * depth + i];
      for (int j = 0; j < i; j++) {
        solved[j] -= solved[i] * factor[i * depth + j];
      }
    }
    return solved;
  }
}
