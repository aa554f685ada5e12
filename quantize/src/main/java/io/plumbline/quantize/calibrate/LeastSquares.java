package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Histogram;
import io.plumbline.tensor.QuantParams;

/**
 * Searches the range of least mean square quantization error: the whole range shrunk to i/{@value
 * #CANDIDATES} at both ends, for all i. The elements of a bin count as its centre; bins are far
 * narrower than quantization steps.
 */
final class LeastSquares {
  private static final int CANDIDATES = 128;

  /** Narrower ranges are never best for eight bits or more. */
  private static final int FIRST_CANDIDATE = 8;

  private LeastSquares() {}

  static Range range(Histogram histogram, Range whole, ActivationScheme scheme) {
    Range best = whole;
    double least = Double.POSITIVE_INFINITY;
    for (int i = CANDIDATES; i >= FIRST_CANDIDATE; i--) {
      double share = (double) i / CANDIDATES;
      Range candidate = Range.covering(whole.low() * share, whole.high() * share);
      double error = error(histogram, scheme.params(candidate));
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  /** The sum of the squared errors of all elements. */
  static double error(Histogram histogram, QuantParams params) {
    double scale = params.scale();
    double low = scale * (params.dtype().minimum() - params.zeroPoint());
    double high = scale * (params.dtype().maximum() - params.zeroPoint());
    double sum = 0;
    for (int bin = histogram.firstBin(); bin < histogram.endBin(); bin++) {
      long count = histogram.count(bin);
      if (count > 0) {
        double x = (histogram.low(bin) + histogram.high(bin)) / 2;
        double error = x - Math.clamp(Math.rint(x / scale) * scale, low, high);
        sum += count * error * error;
      }
    }
    return sum;
  }
}
