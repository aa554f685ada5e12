package io.plumbline.verify.similarity;

import java.util.List;
import java.util.Optional;

/**
 * A tensor whose numbers lie far from 0 beside their spread, as depths and temperatures do. Its
 * mean makes nearly all of a cosine and of a signal's energy, so both stay high whatever becomes of
 * the rest; here the error is held to the spread.
 *
 * @param mean of all elements of all samples of the float model
 * @param spread root of the mean square of their differences from the mean
 * @param error root of the mean square of the integer program's differences from the float model
 */
public record Offset(double mean, double spread, double error) {
  /** The share of the mean in the energy from which on a cosine tells of little else. */
  private static final double DOMINATES = 0.9;

  /** Below this share of the mean, what is left is the rounding of float32. */
  private static final double CONSTANT = 1e-5;

  /** The error that a cosine of {@link Ruin#LEAST_MEAN} stands for. */
  private static final double MOST = Ruin.error(Ruin.LEAST_MEAN);

  /** Of a tensor whose figures hide an error that its spread shows; empty for all others. */
  public static Optional<Offset> hiding(List<SampleSimilarity> samples) {
    double count = 0;
    double sum = 0;
    double energy = 0;
    double noise = 0;
    for (SampleSimilarity sample : samples) {
      double elements = sample.figures().elements();
      count += elements;
      sum += elements * sample.mean();
      energy += elements * sample.magnitude() * sample.magnitude();
      noise += elements * sample.figures().meanSquaredError();
    }
    double mean = sum / Math.max(1, count);
    double variance = energy / Math.max(1, count) - mean * mean;
    boolean dominates = count * mean * mean >= DOMINATES * energy && energy > 0;
    boolean varies = variance > CONSTANT * CONSTANT * mean * mean;
    boolean errs = noise / Math.max(1, count) > MOST * MOST * variance;
    return dominates && varies && errs
        ? Optional.of(new Offset(mean, Math.sqrt(variance), Math.sqrt(noise / Math.max(1, count))))
        : Optional.empty();
  }
}
