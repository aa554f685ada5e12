package io.plumbline.verify.similarity;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.SimilaritySums;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.SignalNoise;
import io.plumbline.verify.compare.TensorComparison;
import java.util.List;

/**
 * How true one tensor stays to the float model's for one sample.
 *
 * @param sample its name
 * @param figures with the float model's tensor as the reference
 * @param magnitude root of the mean square of the float model's tensor
 * @param mean of the float model's tensor
 */
public record SampleSimilarity(String sample, Similarity figures, double magnitude, double mean) {
  /** Whether there are samples, and a tensor has a single element in each. */
  static boolean areSingle(List<SampleSimilarity> samples) {
    return !samples.isEmpty()
        && samples.stream().allMatch(sample -> sample.figures().elements() == 1);
  }

  /** The root of the mean square of the magnitudes of samples. */
  static double size(List<SampleSimilarity> samples) {
    double squares = 0;
    for (SampleSimilarity sample : samples) {
      squares += sample.magnitude() * sample.magnitude();
    }
    return Math.sqrt(squares / Math.max(1, samples.size()));
  }

  /** What this sample adds to the sums of an SQNR; NaN where something is not finite. */
  SignalNoise energies() {
    return SignalNoise.of(figures, magnitude);
  }

  /** The root of the mean square of the difference; NaN where that is not finite. */
  double error() {
    return Math.sqrt(figures.meanSquaredError());
  }

  /** Compares element by element in index order. */
  static SampleSimilarity of(String sample, RealValues expected, RealValues actual) {
    SimilaritySums sums = TensorComparison.sums(expected, actual);
    return new SampleSimilarity(
        sample, sums.similarity(), sums.expectedMagnitude(), sums.expectedMean());
  }
}
