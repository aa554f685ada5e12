package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How likely vectors of scores keep their highest places under noise as strong as that found: a
 * share of few samples is a coarse measure, the distances of their scores are a fine one. With σ²
 * the variance of the differences x − y over all places of a sample and h its highest score,
 *
 * <pre>  p = Π_j (1 − Q((x_h − x_j) / (r_j·σ·√2)))</pre>
 *
 * <p>where Q is the upper tail of the normal distribution. The distances have the noise of the
 * highest score in common, so that the product is no more than the probability that all keep their
 * sign (Slepian, 1962). High scores have other noise than low ones: for the few j that come next r²
 * is the mean square change of {@code x_h − x_j}, over all samples, by 2·σ², which it would be if
 * all noise were alike and independent; for the others r is 1.
 */
final class ExpectedAgreement {
  private static final double TAIL = 6;

  /** So many places behind the highest tell the noise of those that may take its place. */
  private static final int NEXT = 4;

  private final List<float[]> expected;
  private final List<float[]> found;

  private ExpectedAgreement(List<float[]> expected, List<float[]> found) {
    this.expected = expected;
    this.found = found;
  }

  /** The probability of a sample; empty where there are none. */
  static Optional<Fidelity.Expected> of(List<Tensor> expected, List<Tensor> found) {
    return new ExpectedAgreement(
            expected.stream().map(Tensor::toFloats).toList(),
            found.stream().map(Tensor::toFloats).toList())
        .share();
  }

  private Optional<Fidelity.Expected> share() {
    double[] variances = new double[expected.size()];
    double pairs = 0;
    double independent = 0;
    for (int sample = 0; sample < variances.length; sample++) {
      variances[sample] = variance(expected.get(sample), found.get(sample));
      pairs += pairVariance(expected.get(sample), found.get(sample));
      independent += 2 * variances[sample];
    }
    double ratio = independent > 0 ? pairs / independent : 0;
    return Fidelity.Expected.of(
        IntStream.range(0, variances.length)
            .mapToDouble(
                sample ->
                    probability(
                        expected.get(sample), Math.sqrt(2 * variances[sample]), Math.sqrt(ratio)))
            .toArray());
  }

  private static double variance(float[] scores, float[] noisy) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < scores.length; i++) {
      double difference = (double) noisy[i] - scores[i];
      sum += difference;
      squares += difference * difference;
    }
    double mean = sum / scores.length;
    return Math.max(0, squares / scores.length - mean * mean);
  }

  /** Places by falling score, the highest and those that come next. */
  private static List<Integer> leading(float[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .limit(NEXT + 1L)
        .toList();
  }

  /** The mean square of what noise does to the distances of the next places from the highest. */
  private static double pairVariance(float[] scores, float[] noisy) {
    List<Integer> leading = leading(scores);
    int highest = leading.getFirst();
    return leading.stream()
        .skip(1)
        .mapToDouble(
            next ->
                ((double) noisy[highest] - noisy[next]) - ((double) scores[highest] - scores[next]))
        .map(change -> change * change)
        .average()
        .orElse(0);
  }

  /**
   * The probability for one sample.
   *
   * @param deviation of the distance of two scores
   * @param ratio by which it is greater for the places that come next
   */
  private static double probability(float[] scores, double deviation, double ratio) {
    List<Integer> leading = leading(scores);
    int highest = leading.getFirst();
    double kept = 1;
    for (int i = 0; i < scores.length; i++) {
      if (i != highest) {
        double distance = (double) scores[highest] - scores[i];
        kept *= 1 - tail(distance, leading.contains(i) ? deviation * ratio : deviation);
      }
    }
    return kept;
  }

  private static double tail(double distance, double deviation) {
    return distance > TAIL * deviation ? 0 : tail(distance / deviation);
  }

  /**
   * The upper tail of the standard normal distribution, within 7.5e-8 (Abramowitz and Stegun,
   * Handbook of Mathematical Functions, 26.2.17).
   *
   * @param x at least 0
   */
  private static double tail(double x) {
    if (Double.isNaN(x)) {
      return 0.5;
    }
    double t = 1 / (1 + 0.2316419 * x);
    double density = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    return density
        * t
        * (0.319381530
            + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  }
}
