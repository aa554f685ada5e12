package io.plumbline.quantize.round;

/**
 * The weights of rows at the minimum of {@link Regression} with a hold on the exact ones, {@code (H
 * + λ·t·1)·w = c + λ·t·w⁰}, by a Cholesky factor that all rows share.
 */
public final class Ridge {
  private final Regression regression;
  private final int depth;
  private final double hold;

  /** The upper factor U by rows, Uᵀ·U = H + λ·t·1. */
  private final double[] upper;

  /** Its transpose by rows, so that either is walked along its rows. */
  private final double[] lower;

  Ridge(Quadratic quadratic, double strength, Regression regression) {
    this.regression = regression;
    this.depth = quadratic.depth();
    this.hold = strength * quadratic.meanDiagonal();
    this.upper = hold > 0 ? factor(quadratic.moments().clone()) : new double[0];
    this.lower = transposed(upper);
  }

  /** The matrix is positive definite whatever the samples are: pivots are no less than the hold. */
  private double[] factor(double[] matrix) {
    for (int i = 0; i < depth; i++) {
      matrix[i * depth + i] += hold;
    }
    for (int i = 0; i < depth; i++) {
      int row = i * depth;
      double root = Math.sqrt(Math.max(matrix[row + i], hold / 2));
      for (int j = i; j < depth; j++) {
        matrix[row + j] /= root;
      }
      for (int j = i + 1; j < depth; j++) {
        subtract(matrix, j * depth + j, matrix, row + j, matrix[row + j], depth - j);
      }
    }
    return matrix;
  }

  private double[] transposed(double[] matrix) {
    double[] transposed = new double[matrix.length];
    for (int i = 0; i < depth && matrix.length > 0; i++) {
      for (int j = i; j < depth; j++) {
        transposed[j * depth + i] = matrix[i * depth + j];
      }
    }
    return transposed;
  }

  private static void subtract(
      double[] target, int at, double[] from, int start, double factor, int count) {
    for (int k = 0; k < count; k++) {
      target[at + k] -= factor * from[start + k];
    }
  }

  /** The weights of a row in steps; the exact ones where nothing varies. */
  public double[] weights(int row) {
    double[] solved = regression.exact(row).clone();
    if (upper.length == 0) {
      return solved;
    }
    double[] cross = regression.cross(row);
    for (int i = 0; i < depth; i++) {
      solved[i] = cross[i] + hold * solved[i];
    }
    for (int i = 0; i < depth; i++) {
      int diagonal = i * depth + i;
      solved[i] /= upper[diagonal];
      subtract(solved, i + 1, upper, diagonal + 1, solved[i], depth - i - 1);
    }
    for (int i = depth - 1; i >= 0; i--) {
      solved[i] /= lower[i * depth + i];
      subtract(solved, 0, lower, i * depth, solved[i], i);
    }
    return solved;
  }
}
