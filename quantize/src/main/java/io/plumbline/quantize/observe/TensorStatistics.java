package io.plumbline.quantize.observe;

import java.util.Optional;

/**
 * What is known of one tensor over all samples seen. Merging is commutative, associative and exact.
 *
 * @param count elements seen, finite or not
 * @param notANumber elements that are NaN
 * @param infinite elements that are infinite
 * @param minimum smallest finite element; positive infinity when there is none
 * @param maximum largest finite element; negative infinity when there is none
 * @param histogram of finite elements, when one was asked for; of a large tensor it holds a part of
 *     the elements, see {@link TensorObserver}
 * @param tails the extreme elements, when a histogram was asked for
 */
public record TensorStatistics(
    long count,
    long notANumber,
    long infinite,
    float minimum,
    float maximum,
    Optional<Histogram> histogram,
    Optional<Tails> tails) {
  /** Whether no finite element was seen. */
  public boolean isEmpty() {
    return minimum > maximum;
  }

  /** Whether all finite elements are the same number. */
  public boolean isConstant() {
    return minimum == maximum;
  }

  /** The largest magnitude of a finite element; 0 when there is none. */
  public float largestMagnitude() {
    return isEmpty() ? 0 : Math.max(Math.abs(minimum), Math.abs(maximum));
  }

  /**
   * How the finite elements are distributed.
   *
   * @throws java.util.NoSuchElementException when no histogram was asked for, or there is no
   *     element
   */
  public Distribution distribution() {
    return Distribution.of(
        histogram.orElseThrow(), tails.orElseThrow(), count - notANumber - infinite);
  }

  /** The statistics of the elements of both. */
  public TensorStatistics merge(TensorStatistics other) {
    Optional<Histogram> merged =
        histogram.isPresent() && other.histogram.isPresent()
            ? Optional.of(histogram.get().merge(other.histogram.get()))
            : histogram.or(other::histogram);
    Optional<Tails> mergedTails =
        tails.isPresent() && other.tails.isPresent()
            ? Optional.of(tails.get().merge(other.tails.get()))
            : tails.or(other::tails);
    return new TensorStatistics(
        count + other.count,
        notANumber + other.notANumber,
        infinite + other.infinite,
        Math.min(minimum, other.minimum),
        Math.max(maximum, other.maximum),
        merged,
        mergedTails);
  }
}
