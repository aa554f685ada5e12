package io.plumbline.verify.similarity;

import io.plumbline.tensor.Similarity;
import io.plumbline.verify.compare.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An output that is not what the float model computes any more. A cosine of 0.98 is an error of a
 * fifth of the signal; task metrics of the shared networks hold above it and fall below. A sample
 * whose error is less than a tenth of what the output is for the middle sample counts as right, if
 * no more than an eighth of all do: where the float model gives next to nothing now and then, a
 * cosine says nothing. It says nothing of a single number either: there stands the cosine 1/√(1 +
 * e²) that an error of the share e of a signal brings with it, e being the difference divided by
 * the root of the mean square of the float model's numbers over all samples.
 *
 * @param mean of the samples' cosines, −1…1; those that count as right have 1
 * @param worst of them
 * @param sample that has the worst
 * @param size of a single number over all samples, 0 or more; empty where an output has several
 * @param forgiven how many samples count as right although their cosine is low
 */
public record Ruin(double mean, double worst, String sample, OptionalDouble size, int forgiven) {
  /** The mean cosine of an output below which it is ruined. */
  public static final double LEAST_MEAN = 0.98;

  /** The cosine of a single sample below which an output is ruined. */
  public static final double LEAST = 0.95;

  private static final double NEGLIGIBLE = 0.1;
  private static final int MOST_NEGLIGIBLE = 8;

  /** What is wrong with an output of float32; empty when it is true enough. */
  public static Optional<Ruin> of(List<SampleSimilarity> samples) {
    OptionalDouble size =
        SampleSimilarity.areSingle(samples)
            ? OptionalDouble.of(SampleSimilarity.size(samples))
            : OptionalDouble.empty();
    double typical = median(samples);
    long negligible = samples.stream().filter(sample -> isNegligible(sample, typical)).count();
    boolean forgives = size.isEmpty() && negligible * MOST_NEGLIGIBLE <= samples.size();
    double sum = 0;
    double worst = 1;
    String name = "";
    for (SampleSimilarity sample : samples) {
      double cosine =
          forgives && isNegligible(sample, typical) ? 1 : cosine(sample.figures(), size);
      sum += cosine;
      if (cosine < worst) {
        worst = cosine;
        name = sample.sample();
      }
    }
    double mean = samples.isEmpty() ? 1 : sum / samples.size();
    return mean < LEAST_MEAN || worst < LEAST
        ? Optional.of(new Ruin(mean, worst, name, size, forgives ? (int) negligible : 0))
        : Optional.empty();
  }

  /**
   * The cosine by which one comparison is judged, 0 where something is not finite.
   *
   * @param size of a single number over all samples; empty for tensors of several
   */
  public static double cosine(Similarity figures, OptionalDouble size) {
    double cosine = figures.cosine();
    if (size.isPresent()) {
      cosine = Measure.cosineOf(Math.sqrt(figures.meanSquaredError()), size.getAsDouble());
    }
    return Double.isNaN(cosine) ? 0 : cosine;
  }

  /** The error that a cosine stands for, as a share of the size; see the class. */
  public static double error(double cosine) {
    return cosine <= 0 ? Double.POSITIVE_INFINITY : Math.sqrt(1 / (cosine * cosine) - 1);
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
