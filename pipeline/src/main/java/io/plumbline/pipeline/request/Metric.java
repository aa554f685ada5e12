package io.plumbline.pipeline.request;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How near one tensor is to another, as a search over candidates ranks them. */
public enum Metric {
  /** ⟨x, y⟩ / (‖x‖·‖y‖), −1…1. */
  COSINE_SIMILARITY(true),
  /** Σ(x−y)² / n. */
  MSE(false),
  /** Σ|x−y| / n. */
  MAE(false),
  /** The mean of |x−y| / |x| over elements that are not 0. */
  MRE(false),
  /** 10·log₁₀(Σx² / Σ(x−y)²), in decibels. */
  SQNR(true),
  /** max |x−y|. */
  CHEBYSHEV(false);

  private final boolean more;

  Metric(boolean more) {
    this.more = more;
  }

  /** The name in a configuration, such as {@code cosine-similarity}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The metric of this label. */
  public static Optional<Metric> named(String label) {
    return Stream.of(values()).filter(metric -> metric.label().equals(label)).findFirst();
  }

  /** All labels, the default first. */
  public static List<String> labels() {
    return Stream.of(values()).map(Metric::label).toList();
  }

  /** Whether a figure is better than another one; one that is no number is worse than any. */
  public boolean isBetter(double figure, double other) {
    return !Double.isNaN(figure)
        && (Double.isNaN(other) || (more ? figure > other : figure < other));
  }

  /**
   * Compares tensors of one shape.
   *
   * @param expected the reference x
   * @param found y
   * @return NaN where either holds a number that is not finite
   */
  public double of(Tensor expected, Tensor found) {
    Similarity similarity = Similarity.of(expected, found);
    return switch (this) {
      case COSINE_SIMILARITY -> similarity.cosine();
      case MSE -> similarity.meanSquaredError();
      case MAE -> similarity.meanAbsoluteError();
      case MRE -> relative(expected.toFloats(), found.toFloats());
      case SQNR -> similarity.signalToNoise();
      case CHEBYSHEV -> similarity.largestDifference();
    };
  }

  private static double relative(float[] expected, float[] found) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != 0) {
        sum += Math.abs(((double) expected[i] - found[i]) / expected[i]);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
