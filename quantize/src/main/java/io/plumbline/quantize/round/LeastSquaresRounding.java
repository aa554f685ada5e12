package io.plumbline.quantize.round;

/**
 * Rounds weights so that the sums that they are part of stay true, where rounding to nearest keeps
 * each weight true. From two starts, the integers given and those of {@link ErrorFeedback}, up to
 * three sweeps move one weight at a time to where the error of the sum is least with all others
 * held (COMQ, Zhang et al. 2024, arXiv 2403.07134); the better of the two ends is taken.
 *
 * <p>With the damped error a sum never gets a larger one than by rounding to nearest: nearest has
 * the least Σd², so that whatever is better with the damping is not worse without it.
 */
public final class LeastSquaresRounding {
  private static final int SWEEPS = 3;

  private final Quadratic quadratic;
  private final ErrorFeedback feedback;

  private LeastSquaresRounding(Quadratic damped) {
    this.quadratic = damped;
    this.feedback = new ErrorFeedback(damped);
  }

  /** Rounds for the samples of an error. */
  public static LeastSquaresRounding of(Quadratic quadratic) {
    return new LeastSquaresRounding(quadratic.damped());
  }

  /**
   * The integers of a row of weights. The weight of the largest magnitude keeps its integer, so
   * that the range of the row stays what it is.
   *
   * @param exact in steps of the integers
   * @param nearest what they are rounded to one by one
   * @param limit of their magnitudes
   */
  public int[] round(double[] exact, int[] nearest, int limit) {
    return round(exact, exact, nearest, limit);
  }

  /**
   * The same towards other weights, such as those of a {@link Ridge}.
   *
   * @param aim in steps of the integers
   */
  public int[] round(double[] exact, double[] aim, int[] nearest, int limit) {
    int kept = largest(exact);
    int[] settled = descend(aim, nearest.clone(), limit, kept);
    int[] fed = descend(aim, feedback.round(aim, limit, kept, nearest[kept]), limit, kept);
    return quadratic.error(aim, fed) < quadratic.error(aim, settled) ? fed : settled;
  }

  private static int largest(double[] exact) {
    int largest = 0;
    for (int i = 1; i < exact.length; i++) {
      largest = Math.abs(exact[i]) > Math.abs(exact[largest]) ? i : largest;
    }
    return largest;
  }

  private int[] descend(double[] exact, int[] integers, int limit, int kept) {
    double[] errors = new double[integers.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = integers[i] - exact[i];
    }
    double[] gradient = quadratic.gradient(errors);
    boolean moved = true;
    for (int sweep = 0; moved && sweep < SWEEPS; sweep++) {
      moved = false;
      for (int i = 0; i < integers.length; i++) {
        int better = i == kept ? integers[i] : better(integers[i], gradient[i], i, limit);
        if (better != integers[i]) {
          quadratic.add(gradient, i, better - integers[i]);
          integers[i] = better;
          moved = true;
        }
      }
    }
    return integers;
  }

  /** The integer of least error with all others held; the same one where none is better. */
  private int better(int integer, double gradient, int weight, int limit) {
    double curvature = quadratic.diagonal(weight);
    if (!(curvature > 0)) {
      return integer;
    }
    int found = (int) Math.clamp(Math.rint(integer - gradient / curvature), -limit, limit);
    double step = found - integer;
    return step * (2 * gradient + step * curvature) < 0 ? found : integer;
  }
}
