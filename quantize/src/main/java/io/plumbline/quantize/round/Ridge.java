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
    for (int first = 0; first < depth; first += RowSums.BLOCK) {
      int end = Math.min(depth, first + RowSums.BLOCK);
      factorRows(matrix, first, end);
      double[] factors = new double[end - first];
      for (int j = end; j < depth; j++) {
        for (int i = first; i < end; i++) {
          factors[i - first] = -matrix[i * depth + j];
        }
        RowSums.add(matrix, j * depth + j, factors, matrix, first * depth + j, depth, depth - j);
      }
    }
    return matrix;
  }

  /** Finishes some rows, from which all above them are taken away already. */
  private void factorRows(double[] matrix, int first, int end) {
    for (int i = first; i < end; i++) {
      int row = i * depth;
      double root = Math.sqrt(Math.max(matrix[row + i], hold / 2));
      for (int j = i; j < depth; j++) {
        matrix[row + j] /= root;
      }
      for (int j = i + 1; j < end; j++) {
        RowSums.add(matrix, j * depth + j, -matrix[row + j], matrix, row + j, depth - j);
      }
    }
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
    solveUpper(solved);
    solveLower(solved);
    return solved;
  }

  /** Uᵀ·x = b from the first number to the last. */
  private void solveUpper(double[] solved) {
    for (int first = 0; first < depth; first += RowSums.BLOCK) {
      int end = Math.min(depth, first + RowSums.BLOCK);
      double[] factors = new double[end - first];
      for (int i = first; i < end; i++) {
        solved[i] /= upper[i * depth + i];
        factors[i - first] = -solved[i];
        RowSums.add(solved, i + 1, -solved[i], upper, i * depth + i + 1, end - i - 1);
      }
      RowSums.add(solved, end, factors, upper, first * depth + end, depth, depth - end);
    }
  }

  /** U·x = b from the last number to the first. */
  private void solveLower(double[] solved) {
    for (int last = depth - 1; last >= 0; last -= RowSums.BLOCK) {
      int begin = Math.max(0, last + 1 - RowSums.BLOCK);
      double[] factors = new double[last + 1 - begin];
      for (int i = last; i >= begin; i--) {
        solved[i] /= lower[i * depth + i];
        factors[last - i] = -solved[i];
        RowSums.add(solved, begin, -solved[i], lower, i * depth + begin, i - begin);
      }
      RowSums.add(solved, 0, factors, lower, last * depth, -depth, begin);
    }
  }
}
