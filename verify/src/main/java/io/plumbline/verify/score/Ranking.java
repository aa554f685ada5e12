package io.plumbline.verify.score;

/** The order of a classifier's outputs. Equal values rank by index, as the usual argmax does. */
final class Ranking {
  private Ranking() {}

  /** Index of the highest value; of equal ones the first. NaN never wins. */
  static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best] || (Float.isNaN(values[best]) && !Float.isNaN(values[i]))) {
        best = i;
      }
    }
    return best;
  }

  /** How many values stand before the one at {@code index}: 0 for the winner. */
  static int rank(float[] values, int index) {
    float own = values[index];
    if (Float.isNaN(own)) {
      return values.length;
    }
    int before = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] > own || (values[i] == own && i < index)) {
        before++;
      }
    }
    return before;
  }
}
