package io.plumbline.verify.score;

/**
 * Energy of some outputs, and of what differs from them.
 *
 * @param signal Σx²
 * @param noise Σ(x−y)²
 */
record Noise(double signal, double noise) {
  static final Noise NONE = new Noise(0, 0);

  static Noise of(float[] expected, float[] actual) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) expected[i] - actual[i];
      signal += (double) expected[i] * expected[i];
      noise += difference * difference;
    }
    return new Noise(signal, noise);
  }

  Noise plus(Noise other) {
    return new Noise(signal + other.signal, noise + other.noise);
  }

  /** The ratio in decibels. */
  double decibels() {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(signal / noise);
  }
}
