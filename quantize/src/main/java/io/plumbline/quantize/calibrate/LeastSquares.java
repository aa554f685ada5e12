package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Histogram;
import io.plumbline.tensor.QuantParams;
import java.util.Arrays;

/**
 * Searches the range of least mean square quantization error: the whole range shrunk to i/{@value
 * #CANDIDATES} at both ends, for all i. The elements of two neighbouring bins count as the mean of
 * their centres; bins are far narrower than quantization steps.
 */
final class LeastSquares {
  private static final int CANDIDATES = 64;

  /** Narrower ranges are never best for eight bits or more. */
  private static final int FIRST_CANDIDATE = 4;

  private final double[] centres;
  private final double[] counts;

  private LeastSquares(Histogram histogram) {
    int first = Math.floorDiv(histogram.firstBin(), 2);
    int end = Math.floorDiv(histogram.endBin(), 2) + 1;
    double[] allCentres = new double[end - first];
    double[] allCounts = new double[end - first];
    int occupied = 0;
    for (int pair = first; pair < end; pair++) {
      long left = histogram.count(2 * pair);
      long right = histogram.count(2 * pair + 1);
      if (left + right > 0) {
        double sum = left * centre(histogram, 2 * pair) + right * centre(histogram, 2 * pair + 1);
        allCentres[occupied] = sum / (left + right);
        allCounts[occupied++] = left + right;
      }
    }
    this.centres = Arrays.copyOf(allCentres, occupied);
    this.counts = Arrays.copyOf(allCounts, occupied);
  }

  private static double centre(Histogram histogram, int bin) {
    return (histogram.low(bin) + histogram.high(bin)) / 2;
  }

  static Range range(Histogram histogram, Range whole, ActivationScheme scheme) {
    var bins = new LeastSquares(histogram);
    Range best = whole;
    double least = Double.POSITIVE_INFINITY;
    for (int i = CANDIDATES; i >= FIRST_CANDIDATE; i--) {
      double share = (double) i / CANDIDATES;
      Range candidate = Range.covering(whole.low() * share, whole.high() * share);
      double error = bins.error(scheme.params(candidate));
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  /** The sum of the squared errors of all elements. */
  private double error(QuantParams params) {
    double scale = params.scale();
    double low = params.dtype().minimum() - params.zeroPoint();
    double high = params.dtype().maximum() - params.zeroPoint();
    double sum = 0;
    for (int i = 0; i < centres.length; i++) {
      double steps = centres[i] / scale;
      double error = steps - Math.min(Math.max(Math.rint(steps), low), high);
      sum += counts[i] * error * error;
    }
    return sum * scale * scale;
  }
}
