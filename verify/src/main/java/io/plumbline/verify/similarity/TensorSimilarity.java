package io.plumbline.verify.similarity;

import java.util.List;

/**
 * How true one tensor stays to the float model's, sample by sample.
 *
 * @param tensor its name in the optimised graph
 * @param calibrated of the fake-quantized model
 * @param quantized of the integer program
 * @param calibratedSignalToNoise of the fake-quantized model
 * @param signalToNoise of the integer program, in decibels: −10·log₁₀ of the mean over samples of
 *     Σ(x−y)² / Σx²; samples whose x is 0 everywhere are left out. Of tensors of a single element
 *     the sums are taken over all samples
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
    if (SampleSimilarity.areSingle(samples)) {
      double size = SampleSimilarity.size(samples);
      double squares = samples.stream().mapToDouble(one -> one.error() * one.error()).sum();
      return decibels(squares / samples.size(), size);
    }
    double noise =
        samples.stream()
            .filter(sample -> !(sample.magnitude() == 0))
            .mapToDouble(sample -> sample.figures().relativeError())
            .map(error -> error * error)
            .average()
            .orElse(0);
    return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
  }

  /** The share of a squared error in a squared size, as decibels of the size over the error. */
  private static double decibels(double squaredError, double size) {
    return squaredError == 0
        ? Double.POSITIVE_INFINITY
        : -10 * StrictMath.log10(squaredError / (size * size));
  }

  /** Whether the tensor has a single element, of which a cosine says nothing. */
  public boolean isSingle() {
    return SampleSimilarity.areSingle(samples);
  }

  /** The decibels of the largest error of a single element, beside its size over all samples. */
  public double worstSignalToNoise() {
    double worst = samples.stream().mapToDouble(SampleSimilarity::error).reduce(0, Math::max);
    return decibels(worst * worst, SampleSimilarity.size(samples));
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
