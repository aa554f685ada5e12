package io.plumbline.verify.similarity;

import java.util.List;

/**
 * How true one tensor stays to the float model's, sample by sample.
 *
 * @param tensor its name in the optimised graph
 * @param calibrated of the fake-quantized model
 * @param quantized of the integer program
 * @param signalToNoise of the integer program, in decibels: −10·log₁₀ of the mean over samples of
 *     Σ(x−y)² / Σx²; samples whose x is 0 everywhere are left out
 * @param largestDifference of the integer program over all samples, in real units
 * @param samples of the integer program, in order
 */
public record TensorSimilarity(
    String tensor,
    SampleCosines calibrated,
    SampleCosines quantized,
    double signalToNoise,
    double largestDifference,
    List<SampleSimilarity> samples) {
  public TensorSimilarity {
    samples = List.copyOf(samples);
  }

  static TensorSimilarity of(
      String tensor, List<SampleSimilarity> calibrated, List<SampleSimilarity> quantized) {
    return new TensorSimilarity(
        tensor,
        SampleCosines.of(calibrated),
        SampleCosines.of(quantized),
        signalToNoise(quantized),
        quantized.stream()
            .mapToDouble(sample -> sample.figures().largestDifference())
            .reduce(0, Math::max),
        quantized);
  }

  private static double signalToNoise(List<SampleSimilarity> samples) {
    double noise =
        samples.stream()
            .filter(sample -> !(sample.magnitude() == 0))
            .mapToDouble(sample -> sample.figures().relativeError())
            .map(error -> error * error)
            .average()
            .orElse(0);
    return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
  }

  /** The mean over samples of the fake-quantized model's cosine. */
  public double calibratedCosine() {
    return calibrated.mean();
  }

  /** The mean over samples of the integer program's cosine. */
  public double quantizedCosine() {
    return quantized.mean();
  }
}
