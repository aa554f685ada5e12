package io.plumbline.verify.similarity;

import java.util.List;

/**
 * The cosines of one tensor, one for each sample. A cosine over all elements of all samples would
 * hide every sample but the largest. That of single numbers says no more than whether their signs
 * agree, and is NaN here; their errors are judged by {@link TensorSimilarity#signalToNoise}.
 *
 * @param mean over the samples, each of the same weight
 * @param worst of the samples; NaN when the tensor of any is not finite
 * @param worstSample the name of the first sample that has it, or the largest error of a single
 *     number
 */
public record SampleCosines(double mean, double worst, String worstSample) {
  /** Of at least one sample. */
  static SampleCosines of(List<SampleSimilarity> samples) {
    SampleSimilarity worst = samples.getFirst();
    if (SampleSimilarity.areSingle(samples)) {
      SampleSimilarity farthest =
          samples.stream()
              .reduce((a, b) -> b.error() > a.error() || Double.isNaN(b.error()) ? b : a)
              .orElse(worst);
      return new SampleCosines(Double.NaN, Double.NaN, farthest.sample());
    }
    double sum = 0;
    for (SampleSimilarity sample : samples) {
      sum += sample.figures().cosine();
      if (isWorse(sample.figures().cosine(), worst.figures().cosine())) {
        worst = sample;
      }
    }
    return new SampleCosines(sum / samples.size(), worst.figures().cosine(), worst.sample());
  }

  private static boolean isWorse(double cosine, double than) {
    return Double.isNaN(cosine) ? !Double.isNaN(than) : cosine < than;
  }
}
