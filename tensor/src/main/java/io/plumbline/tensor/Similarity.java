package io.plumbline.tensor;

/**
 * How near one tensor is to another, element by element. Sums are float64 in index order, so that
 * equal inputs give equal figures everywhere.
 *
 * @param elements compared pairs
 * @param notFinite pairs in which either side is NaN or infinite; when there are any, the figures
 *     below are NaN, for they would hide it
 * @param cosine ⟨x, y⟩ / (‖x‖·‖y‖); 1 when both are zero everywhere, 0 when one is
 * @param meanSquaredError Σ(x−y)² / n
 * @param meanAbsoluteError Σ|x−y| / n
 * @param largestDifference max |x−y|, the Chebyshev distance
 * @param signalToNoise 10·log₁₀(Σx² / Σ(x−y)²) in decibels; infinite when there is no difference
 * @param relativeError √(Σ(x−y)² / Σx²); 0 when there is no difference
 */
public record Similarity(
    long elements,
    long notFinite,
    double cosine,
    double meanSquaredError,
    double meanAbsoluteError,
    double largestDifference,
    double signalToNoise,
    double relativeError) {

  /**
   * Compares real values.
   *
   * @param expected the reference x
   * @param actual y
   * @throws IllegalArgumentException when the lengths differ
   */
  public static Similarity of(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(expected.length + " elements against " + actual.length);
    }
    double dot = 0;
    double squareExpected = 0;
    double squareActual = 0;
    double squareDifference = 0;
    double absolute = 0;
    double largest = 0;
    long notFinite = 0;
    for (int i = 0; i < expected.length; i++) {
      double x = expected[i];
      double y = actual[i];
      double difference = Math.abs(x - y);
      dot += x * y;
      squareExpected += x * x;
      squareActual += y * y;
      squareDifference += difference * difference;
      absolute += difference;
      largest = Math.max(largest, difference);
      notFinite += Float.isFinite(expected[i]) && Float.isFinite(actual[i]) ? 0 : 1;
    }
    if (notFinite > 0) {
      double nan = Double.NaN;
      return new Similarity(expected.length, notFinite, nan, nan, nan, nan, nan, nan);
    }
    double count = Math.max(1, expected.length);
    return new Similarity(
        expected.length,
        0,
        cosine(dot, squareExpected, squareActual),
        squareDifference / count,
        absolute / count,
        largest,
        signalToNoise(squareExpected, squareDifference),
        relative(squareExpected, squareDifference));
  }

  /** Compares tensors of the same shape and any types by their elements' values. */
  public static Similarity of(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      throw new IllegalArgumentException(expected + " against " + actual);
    }
    return of(expected.toFloats(), actual.toFloats());
  }

  private static double cosine(double dot, double squareExpected, double squareActual) {
    if (squareExpected == 0 || squareActual == 0) {
      return squareExpected == squareActual ? 1 : 0;
    }
    return dot / (Math.sqrt(squareExpected) * Math.sqrt(squareActual));
  }

  private static double signalToNoise(double signal, double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(signal / noise);
  }

  private static double relative(double signal, double noise) {
    return noise == 0 ? 0 : Math.sqrt(noise / signal);
  }
}
