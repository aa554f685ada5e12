package io.plumbline.runtime.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Constant weights [filters, depth] that rows of integers are multiplied by, all in float64, where
 * sums are exact in any order. The weights lie in panels of two vectors of filters: all of a panel
 * at depth 0, then all at depth 1, and so on, with zeros for filters that are missing.
 */
final class WideProducts {
  /** Rows that are multiplied at once. */
  static final int ROWS = 4;

  private static final VectorSpecies<Double> D = Lanes.DOUBLES;
  private static final int LANES = D.length();
  private static final int PANEL = 2 * LANES;

  private final int depth;
  private final double[] weights;
  private final double[] bias;

  /**
   * @param weights of all filters, [.., depth]
   * @param bias of all filters
   * @param first the first filter to take
   * @param filters how many
   */
  WideProducts(double[] weights, double[] bias, int first, int filters) {
    this.depth = weights.length / bias.length;
    int padded = Math.ceilDiv(filters, PANEL) * PANEL;
    this.weights = new double[padded * depth];
    this.bias = new double[padded];
    System.arraycopy(bias, first, this.bias, 0, filters);
    for (int filter = 0; filter < filters; filter++) {
      int panel = filter / PANEL * PANEL * depth + filter % PANEL;
      for (int k = 0; k < depth; k++) {
        this.weights[panel + k * PANEL] = weights[(first + filter) * depth + k];
      }
    }
  }

  /** Numbers in a row that is multiplied. */
  int depth() {
    return depth;
  }

  /** Sums of a row, those of missing filters among them. */
  int width() {
    return bias.length;
  }

  /**
   * The sums of {@link #ROWS} rows.
   *
   * @param x [{@link #ROWS}, depth]
   * @param sums [{@link #ROWS}, {@link #width}]
   */
  void run(double[] x, double[] sums) {
    for (int column = 0; column < bias.length; column += PANEL) {
      panel(x, column, sums);
    }
  }

  private void panel(double[] x, int column, double[] sums) {
    DoubleVector a0 = DoubleVector.fromArray(D, bias, column);
    DoubleVector a1 = DoubleVector.fromArray(D, bias, column + LANES);
    DoubleVector b0 = a0;
    DoubleVector b1 = a1;
    DoubleVector c0 = a0;
    DoubleVector c1 = a1;
    DoubleVector d0 = a0;
    DoubleVector d1 = a1;
    int w = column * depth;
    for (int k = 0; k < depth; k++) {
      DoubleVector w0 = DoubleVector.fromArray(D, weights, w);
      DoubleVector w1 = DoubleVector.fromArray(D, weights, w + LANES);
      DoubleVector a = DoubleVector.broadcast(D, x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      DoubleVector b = DoubleVector.broadcast(D, x[k + depth]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      DoubleVector c = DoubleVector.broadcast(D, x[k + 2 * depth]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      DoubleVector d = DoubleVector.broadcast(D, x[k + 3 * depth]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      w += PANEL;
    }
    int width = bias.length;
    a0.intoArray(sums, column);
    a1.intoArray(sums, column + LANES);
    b0.intoArray(sums, column + width);
    b1.intoArray(sums, column + width + LANES);
    c0.intoArray(sums, column + 2 * width);
    c1.intoArray(sums, column + 2 * width + LANES);
    d0.intoArray(sums, column + 3 * width);
    d1.intoArray(sums, column + 3 * width + LANES);
  }
}
