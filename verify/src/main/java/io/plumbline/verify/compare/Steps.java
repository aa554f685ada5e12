package io.plumbline.verify.compare;

import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How many quantization steps the integers of two tensors are apart.
 *
 * @param counts by the size of the difference: at index 0 equal pairs, at index k ≥ 1 those whose
 *     difference d has 2ᵏ⁻¹ ≤ |d| &lt; 2ᵏ: one step, 2–3, 4–7 and so on; as long as needed
 * @param largest max |d|
 * @param mean of d = y − x: what is not 0 by chance points at a rounding that leans to one side
 */
public record Steps(List<Long> counts, long largest, double mean) {
  public Steps {
    counts = List.copyOf(counts);
  }

  /**
   * Compares integers of one element count.
   *
   * @param expected the reference x
   * @return empty unless both are integers of the same parameters and factors, so that a step is
   *     the same
   */
  public static Optional<Steps> of(RealValues expected, RealValues actual) {
    return expected.isQuantized()
            && actual.isQuantized()
            && expected.params().equals(actual.params())
            && expected.multiples().equals(actual.multiples())
            && expected.elements() == actual.elements()
        ? Optional.of(of(expected.tensor(), actual.tensor()))
        : Optional.empty();
  }

  /** Compares the integers themselves, whatever they stand for. */
  public static Steps of(Tensor expected, Tensor actual) {
    long[] counts = new long[Long.SIZE + 1];
    long largest = 0;
    double sum = 0;
    for (long i = 0; i < expected.elements(); i++) {
      long difference = actual.getLong(i) - expected.getLong(i);
      long size = Math.abs(difference);
      counts[Long.SIZE - Long.numberOfLeadingZeros(size)]++;
      largest = Math.max(largest, size);
      sum += difference;
    }
    int used = 1 + Long.SIZE - Long.numberOfLeadingZeros(largest);
    return new Steps(
        LongStream.of(counts).limit(used).boxed().toList(),
        largest,
        expected.elements() == 0 ? 0 : sum / expected.elements());
  }

  /** Both together. */
  public Steps plus(Steps other) {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < Math.max(counts.size(), other.counts.size()); i++) {
      sums.add(count(i) + other.count(i));
    }
    long pairs = pairs() + other.pairs();
    double sum = mean * pairs() + other.mean * other.pairs();
    return new Steps(sums, Math.max(largest, other.largest), pairs == 0 ? 0 : sum / pairs);
  }

  private long count(int index) {
    return index < counts.size() ? counts.get(index) : 0;
  }

  /** How many pairs there are. */
  public long pairs() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Pairs that are not equal. */
  public long differing() {
    return counts.stream().skip(1).mapToLong(Long::longValue).sum();
  }

  /** What an index of the counts stands for, such as {@code 4-7}. */
  public static String range(int index) {
    long from = index == 0 ? 0 : 1L << (index - 1);
    return index < 2 ? String.valueOf(from) : from + "-" + (2 * from - 1);
  }
}
