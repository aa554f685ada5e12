package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Tensor;

/**
 * How likely a vector of scores keeps its highest place under noise as strong as that found: a
 * share of few samples is a coarse measure, the distances of their scores are a fine one. With σ²
 * the variance of the differences x − y over all places and h the highest score,
 *
 * <pre>  p = max(0, 1 − Σ_j Q((x_h − x_j) / (σ·√2)))</pre>
 *
 * <p>where Q is the upper tail of the normal distribution: the union bound over all other places,
 * as if noise were independent between places.
 */
final class ExpectedAgreement {
  private static final double TAIL = 6;

  private ExpectedAgreement() {}

  /** The probability for one sample, 0…1. */
  static double of(Tensor expected, Tensor found) {
    float[] scores = expected.toFloats();
    float[] noisy = found.toFloats();
    double sum = 0;
    double squares = 0;
    int highest = 0;
    for (int i = 0; i < scores.length; i++) {
      double difference = (double) noisy[i] - scores[i];
      sum += difference;
      squares += difference * difference;
      highest = scores[i] > scores[highest] ? i : highest;
    }
    double mean = sum / scores.length;
    double deviation = Math.sqrt(2 * Math.max(0, squares / scores.length - mean * mean));
    double lost = 0;
    for (int i = 0; i < scores.length; i++) {
      double distance = (double) scores[highest] - scores[i];
      lost += i == highest || distance > TAIL * deviation ? 0 : tail(distance / deviation);
    }
    return Math.max(0, 1 - lost);
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
