package io.plumbline.verify.score;

import io.plumbline.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of a classifier's outputs. Equal values rank by index, as the usual argmax does. */
public final class Ranking {
  private Ranking() {}

  /** Whether an output is one list of two scores or more. */
  public static boolean isScores(Shape shape) {
    long longest = Arrays.stream(shape.toArray()).max().orElse(1);
    return longest > 1 && longest == shape.elements();
  }

  /** The indices of the highest values, the highest first; NaN comes last. */
  public static List<Integer> top(float[] values, int most) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                index -> Float.isNaN(values[index]) ? Double.POSITIVE_INFINITY : -values[index]))
        .limit(most)
        .toList();
  }

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
