package io.plumbline.tensor;

/**
 * Running sums over pairs of elements that come piece by piece, from which a {@link Similarity} is
 * read. Sums are float64 in the order of the pairs, so that equal pairs give equal figures
 * everywhere, however they are cut into pieces.
 */
public final class SimilaritySums {
  private long elements;
  private long notFinite;
  private double dot;
  private double sumExpected;
  private double squareExpected;
  private double squareActual;
  private double squareDifference;
  private double absolute;
  private double largest;

  /**
   * Adds the first pairs of two arrays.
   *
   * @param expected the reference x
   * @param actual y
   * @param count how many
   */
  public void add(float[] expected, float[] actual, int count) {
    for (int i = 0; i < count; i++) {
      add(expected[i], actual[i]);
    }
    elements += count;
  }

  /** Adds the first pairs of two arrays; see the other form. */
  public void add(double[] expected, double[] actual, int count) {
    for (int i = 0; i < count; i++) {
      add(expected[i], actual[i]);
    }
    elements += count;
  }

  private void add(double x, double y) {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      notFinite += x == y ? 0 : 1;
      return;
    }
    double difference = Math.abs(x - y);
    dot += x * y;
    sumExpected += x;
    squareExpected += x * x;
    squareActual += y * y;
    squareDifference += difference * difference;
    absolute += difference;
    largest = Math.max(largest, difference);
  }

  /** The figures of all pairs so far. */
  public Similarity similarity() {
    if (notFinite > 0) {
      double nan = Double.NaN;
      return new Similarity(elements, notFinite, nan, nan, nan, nan, nan, nan);
    }
    double count = Math.max(1, elements);
    return new Similarity(
        elements,
        0,
        cosine(),
        squareDifference / count,
        absolute / count,
        largest,
        squareDifference == 0
            ? Double.POSITIVE_INFINITY
            : 10 * StrictMath.log10(squareExpected / squareDifference),
        squareDifference == 0 ? 0 : Math.sqrt(squareDifference / squareExpected));
  }

  private double cosine() {
    if (squareExpected == 0 || squareActual == 0) {
      return squareExpected == squareActual ? 1 : 0;
    }
    return dot / (Math.sqrt(squareExpected) * Math.sqrt(squareActual));
  }

  /** Σx / n of the reference's finite elements; 0 for none. */
  public double expectedMean() {
    return sumExpected / Math.max(1, elements);
  }

  /** √(Σx² / n) of the reference's finite elements; 0 for none. */
  public double expectedMagnitude() {
    return Math.sqrt(squareExpected / Math.max(1, elements));
  }
}
