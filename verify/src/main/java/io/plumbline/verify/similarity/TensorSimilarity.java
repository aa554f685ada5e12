package io.plumbline.verify.similarity;

import io.plumbline.verify.compare.SignalNoise;
import java.util.List;

/**
 * How true one tensor stays to the float model's, sample by sample.
 *
 * @param tensor its name in the optimised graph
 * @param calibrated of the fake-quantized model
 * @param quantized of the integer program
 * @param calibratedSignalToNoise of the fake-quantized model
 * @param signalToNoise of the integer program, in decibels: 10·log₁₀ of Σx² / Σ(x−y)² with both
 *     sums over the elements of all samples
 * @param largestDifference of the integer program over all samples, in real units
 * @param samples of the integer program, in order
 */
public record TensorSimilarity(
    String tensor,
    SampleCosines calibrated,
    SampleCosines quantized,
    double calibratedSignalToNoise,
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
        signalToNoise(calibrated),
        signalToNoise(quantized),
        quantized.stream()
            .mapToDouble(sample -> sample.figures().largestDifference())
            .reduce(0, Math::max),
        quantized);
  }

  private static double signalToNoise(List<SampleSimilarity> samples) {
    return samples.stream()
        .map(SampleSimilarity::energies)
        .reduce(SignalNoise.NONE, SignalNoise::plus)
        .decibels();
  }

  /** Whether the tensor has a single element, of which a cosine says nothing. */
  public boolean isSingle() {
    return SampleSimilarity.areSingle(samples);
  }

  /** The decibels of the largest error of a single element, beside its size over all samples. */
  public double worstSignalToNoise() {
    double worst = samples.stream().mapToDouble(SampleSimilarity::error).reduce(0, Math::max);
    double size = SampleSimilarity.size(samples);
    return new SignalNoise(size * size, worst * worst).decibels();
  }

  /** The mean over samples of the fake-quantized model's cosine; NaN of a single element. */
  public double calibratedCosine() {
    return calibrated.mean();
  }

  /** The mean over samples of the integer program's cosine; NaN of a single element. */
  public double quantizedCosine() {
    return quantized.mean();
  }
}
