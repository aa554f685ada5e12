package io.plumbline.verify.similarity;

/** Running sums over all samples from which cosine and relative error of two tensors are read. */
final class Moments {
  private static final int PIECE = 1024;

  private double dot;
  private double squareExpected;
  private double squareActual;
  private double squareDifference;
  private double largestDifference;

  /** Adds one pair of tensors, element by element in index order. */
  void add(RealValues expected, RealValues actual) {
    if (expected.elements() != actual.elements()) {
      throw new IllegalArgumentException(
          expected.elements() + " elements against " + actual.elements());
    }
    float[] expectedPiece = new float[PIECE];
    float[] actualPiece = new float[PIECE];
    for (long from = 0; from < expected.elements(); from += PIECE) {
      int count = (int) Math.min(PIECE, expected.elements() - from);
      expected.read(from, count, expectedPiece);
      actual.read(from, count, actualPiece);
      add(expectedPiece, actualPiece, count);
    }
  }

  private void add(float[] expected, float[] actual, int count) {
    for (int i = 0; i < count; i++) {
      double e = expected[i];
      double a = actual[i];
      dot += e * a;
      squareExpected += e * e;
      squareActual += a * a;
      squareDifference += (e - a) * (e - a);
      largestDifference = Math.max(largestDifference, Math.abs(e - a));
    }
  }

  /** ⟨x, y⟩ / (‖x‖·‖y‖); 1 when both are zero, 0 when one is. */
  double cosine() {
    if (squareExpected == 0 && squareActual == 0) {
      return 1;
    }
    return dot == 0 ? 0 : dot / (StrictMath.sqrt(squareExpected) * StrictMath.sqrt(squareActual));
  }

  /** 10·log₁₀(Σx² / Σ(x−y)²) in decibels; infinite when they are equal. */
  double signalToNoise() {
    return squareDifference == 0
        ? Double.POSITIVE_INFINITY
        : 10 * StrictMath.log10(squareExpected / squareDifference);
  }

  double largestDifference() {
    return largestDifference;
  }
}
