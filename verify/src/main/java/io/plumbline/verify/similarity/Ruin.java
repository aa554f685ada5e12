package io.plumbline.verify.similarity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An output that is not what the float model computes any more. A cosine of 0.98 is an error of a
 * fifth of the signal; task metrics of the shared networks hold above it and fall below. A sample
 * whose error is less than a tenth of what the output is for the middle sample counts as right, if
 * no more than an eighth of all do: where the float model gives next to nothing now and then, a
 * cosine says nothing.
 *
 * @param mean of the samples' cosines, −1…1
 * @param worst of them
 * @param sample that has the worst
 */
public record Ruin(double mean, double worst, String sample) {
  /** The mean cosine of an output below which it is ruined. */
  public static final double LEAST_MEAN = 0.98;

  /** The cosine of a single sample below which an output is ruined. */
  public static final double LEAST = 0.95;

  private static final double NEGLIGIBLE = 0.1;
  private static final int MOST_NEGLIGIBLE = 8;

  /** What is wrong with an output of float32; empty when it is true enough. */
  public static Optional<Ruin> of(List<SampleSimilarity> samples) {
    double typical = median(samples);
    long negligible = samples.stream().filter(sample -> isNegligible(sample, typical)).count();
    boolean forgives = negligible * MOST_NEGLIGIBLE <= samples.size();
    double sum = 0;
    double worst = 1;
    String name = "";
    for (SampleSimilarity sample : samples) {
      double cosine = forgives && isNegligible(sample, typical) ? 1 : cosine(sample);
      sum += cosine;
      if (cosine < worst) {
        worst = cosine;
        name = sample.sample();
      }
    }
    double mean = samples.isEmpty() ? 1 : sum / samples.size();
    return mean < LEAST_MEAN || worst < LEAST
        ? Optional.of(new Ruin(mean, worst, name))
        : Optional.empty();
  }

  private static double cosine(SampleSimilarity sample) {
    double cosine = sample.figures().cosine();
    return Double.isNaN(cosine) ? 0 : cosine;
  }

  /** Whether the cosine of a sample is low, and its error small beside what others give. */
  private static boolean isNegligible(SampleSimilarity sample, double typical) {
    double error = Math.sqrt(sample.figures().meanSquaredError());
    return sample.figures().cosine() < LEAST
        && error < NEGLIGIBLE * typical
        && sample.magnitude() < typical;
  }

  /** Of the magnitudes that are more than 0; the lower one of two. */
  private static double median(List<SampleSimilarity> samples) {
    double[] sorted =
        samples.stream()
            .mapToDouble(SampleSimilarity::magnitude)
            .filter(magnitude -> magnitude > 0)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? 0
        : Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElse(0);
  }
}
