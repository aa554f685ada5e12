package io.plumbline.verify.compare;

/** Walks two tensors of equal element count in index order, in pieces of bounded size. */
final class Pieces {
  private static final int PIECE = 1024;

  /** Sees the first {@code count} pairs of two arrays that the next call overwrites. */
  @FunctionalInterface
  interface Reader {
    void read(double[] expected, double[] actual, int count);
  }

  private Pieces() {}

  static void walk(RealValues expected, RealValues actual, Reader reader) {
    long elements = Math.min(expected.elements(), actual.elements());
    double[] expectedPiece = new double[PIECE];
    double[] actualPiece = new double[PIECE];
    for (long from = 0; from < elements; from += PIECE) {
      int count = (int) Math.min(PIECE, elements - from);
      expected.read(from, count, expectedPiece);
      actual.read(from, count, actualPiece);
      reader.read(expectedPiece, actualPiece, count);
    }
  }
}
