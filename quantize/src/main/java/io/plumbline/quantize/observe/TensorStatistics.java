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
 * @param weighted a histogram of the same elements, each counted as often as its channel weighs;
 *     where one was asked for and all samples have these channels
 * @param tails the extreme elements, when a histogram was asked for
 */
public record TensorStatistics(
    long count,
    long notANumber,
    long infinite,
    float minimum,
    float maximum,
    Optional<Histogram> histogram,
    Optional<Histogram> weighted,
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

  /**
   * Likewise, an element of each channel as often as the channel weighs; {@link #distribution}
   * where no channel weighs more than another.
   */
  public Distribution weightedDistribution() {
    return weighted
        .filter(counts -> counts.total() > 0)
        .map(Distribution::of)
        .orElseGet(this::distribution);
  }

  /** The statistics of the elements of both. */
  public TensorStatistics merge(TensorStatistics other) {
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
        merged(histogram, other.histogram),
        merged(weighted, other.weighted),
        mergedTails);
  }

  private static Optional<Histogram> merged(Optional<Histogram> one, Optional<Histogram> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().merge(other.get()))
        : one.or(() -> other);
  }
}
