package io.plumbline.pipeline.noise;

import java.util.Comparator;
import java.util.List;

/**
 * What rounding costs at the results of a network, tensor by tensor. A noise is the mean over
 * samples and results of Σ(x−y)² / Σx², where x is the result of the float network and y that of
 * the same network with nothing but the named tensors rounded. Values are rounded anew behind other
 * roundings, so that their noise adds up; weights are off by the same whatever else is rounded, so
 * that their errors do.
 *
 * @param activations what each rounded value causes alone, the noisiest first
 * @param weights what the weights of each node cause alone, the noisiest first
 * @param addedWeights what all weights would cause together if the network were linear in their
 *     errors: the noise of the errors at the results that each causes alone, added up
 * @param joint what they cause together, measured
 * @param samples that were measured on
 * @param unmeasured tensors that cannot be measured alone, because what is alive behind them is no
 *     tensor
 */
public record NoiseBudget(
    List<Share> activations,
    List<Share> weights,
    double addedWeights,
    Joint joint,
    int samples,
    List<String> unmeasured) {
  public NoiseBudget {
    activations = sorted(activations);
    weights = sorted(weights);
    unmeasured = List.copyOf(unmeasured);
  }

  static List<Share> sorted(List<Share> shares) {
    return shares.stream().sorted(Comparator.comparingDouble(Share::noise).reversed()).toList();
  }

  /**
   * One tensor.
   *
   * @param noise that it causes alone
   * @param channels those that cause most of it, the noisiest first; empty where nobody looked, or
   *     where none stands out
   */
  public record Share(NoiseSource source, double noise, List<Channel> channels) {
    public Share {
      channels = List.copyOf(channels);
    }

    Share with(List<Channel> found) {
      return new Share(source, noise, found);
    }
  }

  /**
   * One channel of a tensor.
   *
   * @param noise that it causes alone
   */
  public record Channel(int index, double noise) {}

  /**
   * Noise measured with many tensors rounded at once.
   *
   * @param activations all values, weights in float
   * @param weights all weights, values in float
   * @param both as the program has it, without biases
   */
  public record Joint(double activations, double weights, double both) {}

  /** The sum of what each value causes alone: close to what all cause together. */
  public double predictedActivations() {
    return sum(activations);
  }

  /**
   * The sum of what the weights of each node cause alone. Their errors add up or cancel: what all
   * cause together may be some decibels away, and is nearer to {@link #addedWeights}.
   */
  public double predictedWeights() {
    return sum(weights);
  }

  private static double sum(List<Share> shares) {
    return shares.stream().mapToDouble(Share::noise).sum();
  }

  /** A noise as a ratio of signal to noise, in decibels; infinite when there is none. */
  public static double decibels(double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
  }
}
