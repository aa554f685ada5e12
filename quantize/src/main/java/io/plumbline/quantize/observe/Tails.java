package io.plumbline.quantize.observe;

import io.plumbline.tensor.Count;
import java.util.Arrays;
import java.util.Locale;

/**
 * The {@value #SIZE} smallest and the {@value #SIZE} largest finite elements of a tensor, every one
 * of them, or all elements when there are fewer. Immutable. Merging is commutative, associative and
 * exact.
 */
public final class Tails {
  /** How many elements are kept at each end. */
  public static final int SIZE = 1 << 10;

  private final float[] smallest;
  private final float[] largest;

  private Tails(float[] smallest, float[] largest) {
    this.smallest = smallest;
    this.largest = largest;
  }

  /**
   * @param invertedSmallest keys with all bits inverted, ascending
   * @param largest keys, ascending
   */
  static Tails ofKeys(int[] invertedSmallest, int[] largest) {
    float[] low = new float[invertedSmallest.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = FloatKeys.value(~invertedSmallest[low.length - 1 - i]);
    }
    float[] high = new float[largest.length];
    for (int i = 0; i < high.length; i++) {
      high[i] = FloatKeys.value(largest[i]);
    }
    return new Tails(low, high);
  }

  /** How many elements each end holds: {@value #SIZE}, or fewer when no more were seen. */
  public int size() {
    return smallest.length;
  }

  /** The smallest elements, ascending. */
  public float smallest(int index) {
    return smallest[index];
  }

  /** The largest elements, ascending: the last is the largest of all. */
  public float largest(int index) {
    return largest[index];
  }

  /** The tails of the elements of both. */
  public Tails merge(Tails other) {
    float[] low = sorted(smallest, other.smallest);
    float[] high = sorted(largest, other.largest);
    return new Tails(
        Arrays.copyOf(low, Math.min(SIZE, low.length)),
        Arrays.copyOfRange(high, Math.max(0, high.length - SIZE), high.length));
  }

  private static float[] sorted(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Arrays.sort(both);
    return both;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tails tails
        && Arrays.equals(smallest, tails.smallest)
        && Arrays.equals(largest, tails.largest);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(smallest) + Arrays.hashCode(largest);
  }

  @Override
  public String toString() {
    return smallest.length == 0
        ? "no elements"
        : String.format(
            Locale.ROOT,
            "%s up to %s and as many from %s",
            Count.of(smallest.length, "element"),
            smallest[smallest.length - 1],
            largest[0]);
  }
}
