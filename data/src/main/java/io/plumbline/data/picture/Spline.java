package io.plumbline.data.picture;

/**
 * Interpolation of one line of samples by B-splines of order 0 to 5, mirrored about the first and
 * the last sample (… c b | a b c d | c b …), pixel centres at half coordinates. This is what {@code
 * scipy.ndimage.zoom} does with {@code mode='mirror', grid_mode=True}, on which
 * skimage.transform.resize is built; filter poles after M. Unser, Splines: a perfect fit, IEEE
 * Signal Processing Magazine 1999.
 */
final class Spline {
  private static final double[][] POLES = {
    {},
    {},
    {Math.sqrt(8) - 3},
    {Math.sqrt(3) - 2},
    {
      Math.sqrt(664 - Math.sqrt(438976)) + Math.sqrt(304) - 19,
      Math.sqrt(664 + Math.sqrt(438976)) - Math.sqrt(304) - 19
    },
    {
      Math.sqrt(67.5 - Math.sqrt(4436.25)) + Math.sqrt(26.25) - 6.5,
      Math.sqrt(67.5 + Math.sqrt(4436.25)) - Math.sqrt(26.25) - 6.5
    }
  };

  private final int order;
  private final int[][] positions;
  private final double[][] weights;

  /** The weights of every sample of a line of another length. */
  Spline(int order, int size, int newSize) {
    this.order = order;
    this.positions = new int[newSize][order + 1];
    this.weights = new double[newSize][order + 1];
    for (int i = 0; i < newSize; i++) {
      double x = (i + 0.5) * size / newSize - 0.5;
      int start = (int) Math.floor(order % 2 == 0 ? x + 0.5 : x) - order / 2;
      for (int k = 0; k <= order; k++) {
        positions[i][k] = mirrored(start + k, size);
        weights[i][k] = basis(order, x - (start + k));
      }
    }
  }

  /** The sample that stands for a position outside of a line. */
  static int mirrored(int index, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * size - 2;
    int inside = Math.floorMod(index, period);
    return inside < size ? inside : period - inside;
  }

  /** The centred B-spline of an order at a distance. */
  private static double basis(int order, double x) {
    if (order == 0) {
      return x >= -0.5 && x < 0.5 ? 1 : 0;
    }
    double half = (order + 1) / 2.0;
    return ((half + x) * basis(order - 1, x + 0.5) + (half - x) * basis(order - 1, x - 0.5))
        / order;
  }

  /** The samples of the new line. */
  double[] apply(double[] samples) {
    double[] coefficients = coefficients(samples);
    double[] result = new double[positions.length];
    for (int i = 0; i < result.length; i++) {
      for (int k = 0; k <= order; k++) {
        result[i] += weights[i][k] * coefficients[positions[i][k]];
      }
    }
    return result;
  }

  /** The coefficients whose spline passes through the samples. */
  private double[] coefficients(double[] samples) {
    double[] c = samples.clone();
    if (c.length == 1) {
      return c;
    }
    for (double pole : POLES[order]) {
      double gain = (1 - pole) * (1 - 1 / pole);
      for (int i = 0; i < c.length; i++) {
        c[i] *= gain;
      }
      c[0] = causalStart(c, pole);
      for (int i = 1; i < c.length; i++) {
        c[i] += pole * c[i - 1];
      }
      int last = c.length - 1;
      c[last] = pole / (pole * pole - 1) * (c[last] + pole * c[last - 1]);
      for (int i = last - 1; i >= 0; i--) {
        c[i] = pole * (c[i + 1] - c[i]);
      }
    }
    return c;
  }

  /** The sum over the mirrored line before its first sample, exactly. */
  private static double causalStart(double[] c, double pole) {
    int size = c.length;
    double toTheEnd = StrictMath.pow(pole, size - 1);
    double sum = c[0] + toTheEnd * c[size - 1];
    double forward = pole;
    double backward = toTheEnd * toTheEnd / pole;
    for (int i = 1; i < size - 1; i++) {
      sum += (forward + backward) * c[i];
      forward *= pole;
      backward /= pole;
    }
    return sum / (1 - toTheEnd * toTheEnd);
  }
}
