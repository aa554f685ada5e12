package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.tensor.QuantParams;

/**
 * The mean square quantization error of a range. The elements of a bin count as its centre. Sums of
 * 1, x and x² over all bins up to each are kept, so that the error of all elements that share an
 * integer is read off in one step, whatever their number.
 */
final class LeastSquares {
  private final int first;
  private final double width;
  private final double[] elements;
  private final double[] sums;
  private final double[] squares;

  private LeastSquares(Distribution distribution) {
    int bins = distribution.endBin() - distribution.firstBin();
    this.first = distribution.firstBin();
    this.width = distribution.width();
    this.elements = new double[bins + 1];
    this.sums = new double[bins + 1];
    this.squares = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      double count = distribution.count(first + i);
      double centre = centre(first + i);
      elements[i + 1] = elements[i] + count;
      sums[i + 1] = sums[i] + count * centre;
      squares[i + 1] = squares[i] + count * centre * centre;
    }
  }

  static Range range(Distribution distribution, Range whole, ActivationScheme scheme) {
    var bins = new LeastSquares(distribution);
    return RangeSearch.best(whole, scheme.asymmetric(), range -> bins.error(scheme.params(range)));
  }

  /** The sum of the squared errors of all elements. */
  static double error(Distribution distribution, QuantParams params) {
    return new LeastSquares(distribution).error(params);
  }

  private double centre(int bin) {
    return (bin + 0.5 * Integer.signum(bin)) * width;
  }

  private double error(QuantParams params) {
    double scale = params.scale();
    int low = params.dtype().minimum() - params.zeroPoint();
    int high = params.dtype().maximum() - params.zeroPoint();
    if (scale < 2 * width) {
      return errorOfNarrowSteps(scale, low, high);
    }
    double stepBins = scale / width;
    double sum = 0;
    int from = 0;
    for (int integer = low; integer < high && from < elements.length - 1; integer++) {
      int to = Math.max(from, binsBelow((integer + 0.5) * stepBins));
      sum += error(from, to, integer * scale);
      from = to;
    }
    return sum + error(from, elements.length - 1, high * scale);
  }

  /**
   * Bins are no finer than steps: inside the range the errors are spread evenly over a step, with a
   * mean square of a twelfth of it; outside they are those of the nearest end.
   */
  private double errorOfNarrowSteps(double scale, int low, int high) {
    int from = binsBelow(low * scale / width);
    int to = Math.max(from, binsBelow(high * scale / width));
    return error(0, from, low * scale)
        + (elements[to] - elements[from]) * scale * scale / 12
        + error(to, elements.length - 1, high * scale);
  }

  /** The squared errors of the elements of bins from … to − 1, counted from the first, to x. */
  private double error(int from, int to, double x) {
    double count = elements[to] - elements[from];
    double sum = sums[to] - sums[from];
    double square = squares[to] - squares[from];
    return Math.max(0, square - 2 * x * sum + x * x * count);
  }

  /**
   * How many bins, counted from the first, have their centres below a bound. A centre at a bound
   * between two integers is as far from either.
   *
   * @param bound in bin widths
   */
  private int binsBelow(double bound) {
    double bins = Math.ceil(bound > 0 ? bound - 0.5 : bound + 0.5) - first;
    return (int) Math.min(Math.max(bins, 0), elements.length - 1);
  }
}
