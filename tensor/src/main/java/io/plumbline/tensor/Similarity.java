package io.plumbline.tensor;

/**
 * How near one tensor is to another, element by element, from {@link SimilaritySums}.
 *
 * @param elements compared pairs
 * @param notFinite pairs in which either side is NaN or infinite; when there are any, the figures
 *     below are NaN, for they would hide it. Equal infinities agree: they are not among these, and
 *     take no part in the figures
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
    SimilaritySums sums = new SimilaritySums();
    sums.add(expected, actual, expected.length);
    return sums.similarity();
  }

  /** Compares tensors of the same shape and any types by their elements' values. */
  public static Similarity of(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      throw new IllegalArgumentException(expected + " against " + actual);
    }
    return of(expected.toFloats(), actual.toFloats());
  }
}
