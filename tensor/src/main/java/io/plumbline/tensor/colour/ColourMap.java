package io.plumbline.tensor.colour;

/**
 * An affine map of three-channel pixels, {@code y = W·x + b}, in the units of its inputs and
 * outputs (0…255 for pixels).
 */
public final class ColourMap {
  private final double[][] weights;
  private final double[] offsets;

  private ColourMap(double[][] weights, double[] offsets) {
    this.weights = weights;
    this.offsets = offsets;
  }

  /** The map that changes nothing. */
  public static ColourMap identity() {
    return new ColourMap(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, new double[3]);
  }

  /** Exchanges the first and the last channel. */
  public static ColourMap reversed() {
    return new ColourMap(new double[][] {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}}, new double[3]);
  }

  /** The map {@code W·(x − inputOffset) + outputOffset}, row by row. */
  static ColourMap of(double[][] weights, double[] inputOffset, double[] outputOffset) {
    double[] offsets = new double[3];
    for (int row = 0; row < 3; row++) {
      offsets[row] = outputOffset[row];
      for (int column = 0; column < 3; column++) {
        offsets[row] -= weights[row][column] * inputOffset[column];
      }
    }
    return new ColourMap(copy(weights), offsets);
  }

  /** This map followed by another. */
  public ColourMap then(ColourMap next) {
    double[][] product = new double[3][3];
    double[] sum = next.offsets.clone();
    for (int row = 0; row < 3; row++) {
      for (int inner = 0; inner < 3; inner++) {
        sum[row] += next.weights[row][inner] * offsets[inner];
        for (int column = 0; column < 3; column++) {
          product[row][column] += next.weights[row][inner] * weights[inner][column];
        }
      }
    }
    return new ColourMap(product, sum);
  }

  /** {@code W[row][column]}. */
  public double weight(int row, int column) {
    return weights[row][column];
  }

  /** {@code b[row]}. */
  public double offset(int row) {
    return offsets[row];
  }

  /** One channel of the mapped pixel. */
  public double apply(int row, double first, double second, double third) {
    return weights[row][0] * first
        + weights[row][1] * second
        + weights[row][2] * third
        + offsets[row];
  }

  private static double[][] copy(double[][] matrix) {
    return new double[][] {matrix[0].clone(), matrix[1].clone(), matrix[2].clone()};
  }
}
