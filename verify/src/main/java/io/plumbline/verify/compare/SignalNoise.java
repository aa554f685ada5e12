package io.plumbline.verify.compare;

import io.plumbline.tensor.Similarity;

/**
 * The energy of a reference x and of what differs from it: what an SQNR is made of, over as many
 * elements and samples as were added.
 *
 * @param signal Σx²
 * @param noise Σ(x−y)²
 */
public record SignalNoise(double signal, double noise) {
  public static final SignalNoise NONE = new SignalNoise(0, 0);

  /** Of arrays of one length, in index order. */
  public static SignalNoise of(float[] expected, float[] actual) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) expected[i] - actual[i];
      signal += (double) expected[i] * expected[i];
      noise += difference * difference;
    }
    return new SignalNoise(signal, noise);
  }

  /**
   * Of a tensor that was compared.
   *
   * @param magnitude √(Σx² / n)
   */
  public static SignalNoise of(Similarity similarity, double magnitude) {
    return of(similarity.elements(), magnitude, similarity.meanSquaredError());
  }

  static SignalNoise of(long elements, double magnitude, double meanSquaredError) {
    return new SignalNoise(elements * magnitude * magnitude, elements * meanSquaredError);
  }

  /** The sums of both. */
  public SignalNoise plus(SignalNoise other) {
    return new SignalNoise(signal + other.signal, noise + other.noise);
  }

  /** The SQNR 10·log₁₀(Σx² / Σ(x−y)²) in decibels; infinite where nothing differs. */
  public double decibels() {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(signal / noise);
  }
}
