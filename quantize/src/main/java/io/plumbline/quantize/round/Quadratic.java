package io.plumbline.quantize.round;

/**
 * The mean squared error of a sum by the errors d of its weights, {@code E(d) = dᵀ·H·d}, where H
 * are the centred second moments of what the weights are multiplied with.
 *
 * <p>For choosing integers a hundredth of the mean of its diagonal is added to the diagonal, which
 * leans towards small errors where the samples say little (Frantar et al., GPTQ, 2022, section 3.3,
 * which calls it damping).
 */
public final class Quadratic {
  private static final double DAMPING = 0.01;

  private final int depth;
  private final double[] moments;

  private Quadratic(int depth, double[] moments) {
    this.depth = depth;
    this.moments = moments;
  }

  /** The error on the samples of some moments. */
  public static Quadratic of(SecondMoments moments) {
    return new Quadratic(moments.depth(), moments.centred());
  }

  public int depth() {
    return depth;
  }

  /** The second moments [depth, depth], not to be changed. */
  double[] moments() {
    return moments;
  }

  /** The same with the damped diagonal. */
  public Quadratic damped() {
    double[] damped = moments.clone();
    double added = DAMPING * meanDiagonal();
    for (int i = 0; i < depth; i++) {
      damped[i * depth + i] += added;
    }
    return new Quadratic(depth, damped);
  }

  double meanDiagonal() {
    double trace = 0;
    for (int i = 0; i < depth; i++) {
      trace += moments[i * depth + i];
    }
    return trace / depth;
  }

  double diagonal(int i) {
    return moments[i * depth + i];
  }

  /**
   * The error of a row of weights.
   *
   * @param exact in steps of its integers
   */
  public double error(double[] exact, int[] integers) {
    double[] errors = new double[depth];
    for (int i = 0; i < depth; i++) {
      errors[i] = integers[i] - exact[i];
    }
    double[] gradient = gradient(errors);
    double sum = 0;
    for (int i = 0; i < depth; i++) {
      sum += errors[i] * gradient[i];
    }
    return Math.max(0, sum);
  }

  /** H·d, added row by row. */
  double[] gradient(double[] errors) {
    double[] gradient = new double[depth];
    RowSums.add(gradient, 0, errors, moments, 0, depth, depth);
    return gradient;
  }

  /** Adds what an error of one weight does to the gradient. */
  void add(double[] gradient, int weight, double error) {
    RowSums.add(gradient, 0, error, moments, weight * depth, depth);
  }
}
