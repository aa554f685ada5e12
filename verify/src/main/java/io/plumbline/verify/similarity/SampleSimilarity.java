package io.plumbline.verify.similarity;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.SimilaritySums;

/**
 * How true one tensor stays to the float model's for one sample.
 *
 * @param sample its name
 * @param figures with the float model's tensor as the reference
 * @param magnitude root of the mean square of the float model's tensor
 */
public record SampleSimilarity(String sample, Similarity figures, double magnitude) {
  private static final int PIECE = 1024;

  /** Compares element by element in index order. */
  static SampleSimilarity of(String sample, RealValues expected, RealValues actual) {
    if (expected.elements() != actual.elements()) {
      throw new IllegalArgumentException(
          expected.elements() + " elements against " + actual.elements());
    }
    SimilaritySums sums = new SimilaritySums();
    float[] expectedPiece = new float[PIECE];
    float[] actualPiece = new float[PIECE];
    for (long from = 0; from < expected.elements(); from += PIECE) {
      int count = (int) Math.min(PIECE, expected.elements() - from);
      expected.read(from, count, expectedPiece);
      actual.read(from, count, actualPiece);
      sums.add(expectedPiece, actualPiece, count);
    }
    return new SampleSimilarity(sample, sums.similarity(), sums.expectedMagnitude());
  }
}
