package io.plumbline.quantize.observe;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * Accumulates the statistics of one tensor. Range, counts and tails take in every element. The
 * histogram takes in every element of a tensor of up to {@link #FULL_LIMIT} elements; of larger
 * ones it takes one run of {@link BinCounter#RUN} neighbouring elements in so many, as {@link
 * RunChoice} says. Several threads may observe; one does at a time, and the order makes no
 * difference.
 */
public final class TensorObserver {
  /** The largest number of elements of one sample of which the histogram takes all. */
  public static final long FULL_LIMIT = 1 << 14;

  private final StatisticKind kind;
  private final Optional<WeightedCounter> weighted;
  private final ElementScan scan = new ElementScan();
  private long count;
  private long notANumber;
  private long infinite;
  private float minimum = Float.POSITIVE_INFINITY;
  private float maximum = Float.NEGATIVE_INFINITY;
  private int exponent = Binning.SMALLEST_EXPONENT;
  private Counts counts = new Counts(0);
  private Counts weightedCounts = new Counts(0);

  TensorObserver(Need need) {
    this.kind = need.kind();
    this.weighted = need.weights().map(WeightedCounter::new);
  }

  public TensorObserver(StatisticKind kind) {
    this(Need.of(kind));
  }

  /**
   * Takes in one tensor.
   *
   * @param tensor float32, of any shape
   * @param sample the number of the sample, which decides what the histogram takes
   * @return whether all elements were finite, or others where they mean something; any other tensor
   *     leaves its counts of those, its finite range and its tails, but nothing in the histogram
   */
  public boolean observe(Tensor tensor, long sample) {
    return observe(tensor, sample, new BinCounter());
  }

  /**
   * Likewise.
   *
   * @param counter scratch memory of the thread
   */
  synchronized boolean observe(Tensor tensor, long sample, BinCounter counter) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException("observer of float32 given " + tensor);
    }
    long elements = tensor.elements();
    count += elements;
    if (elements == 0) {
      return true;
    }
    boolean histogram = kind != StatisticKind.RANGE;
    KeyRange range = scan.scan(tensor.data(), elements, histogram);
    if (range.isFinite()) {
      add(tensor.data(), elements, range, sample, counter);
      weighted.ifPresent(weights -> add(tensor, weights, sample));
      return true;
    }
    long broken = notANumber;
    countSpecials(tensor);
    boolean accepted =
        switch (kind) {
          case RANGE, HISTOGRAM, WEIGHTED -> false;
          case MASKED -> notANumber == broken;
          case REPLACED -> true;
        };
    if (!accepted) {
      return false;
    }
    float[] finite = finite(tensor);
    if (finite.length > 0) {
      MemorySegment floats = Tensor.of(Shape.of(finite.length), finite).data();
      add(floats, finite.length, scan.scan(floats, finite.length, false), sample, counter);
    }
    return true;
  }

  /** Takes in finite elements whose tails are known. */
  private void add(
      MemorySegment floats, long elements, KeyRange range, long sample, BinCounter counter) {
    minimum = Math.min(minimum, range.minimum());
    maximum = Math.max(maximum, range.maximum());
    if (kind != StatisticKind.RANGE) {
      widenFor(Math.max(Math.abs(range.minimum()), Math.abs(range.maximum())));
      RunChoice choice = RunChoice.of(sample, elements, FULL_LIMIT);
      counter.count(floats, elements, choice, range, exponent, counts);
    }
  }

  /** Takes in finite elements that are counted already, by their weights. */
  private void add(Tensor tensor, WeightedCounter weights, long sample) {
    if (kind != StatisticKind.RANGE && weights.fits(tensor)) {
      RunChoice choice = RunChoice.of(sample, tensor.elements(), FULL_LIMIT);
      weights.count(tensor, choice, exponent, weightedCounts);
    }
  }

  private static float[] finite(Tensor tensor) {
    float[] values = tensor.toFloats();
    int count = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        values[count++] = value;
      }
    }
    return Arrays.copyOf(values, count);
  }

  private void widenFor(float magnitude) {
    if (counts.size() == 0) {
      counts = new Counts(Binning.SIZE);
      weightedCounts = new Counts(weighted.isPresent() ? Binning.SIZE : 0);
    }
    int needed = Math.max(exponent, Binning.exponentFor(magnitude));
    Binning.widen(counts, needed - exponent);
    if (weightedCounts.size() > 0) {
      Binning.widen(weightedCounts, needed - exponent);
    }
    exponent = needed;
  }

  private void countSpecials(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      float x = tensor.getFloat(i);
      if (Float.isNaN(x)) {
        notANumber++;
      } else if (Float.isInfinite(x)) {
        infinite++;
      } else {
        minimum = Math.min(minimum, x + 0f);
        maximum = Math.max(maximum, x + 0f);
      }
    }
  }

  /** What is known so far. */
  public synchronized TensorStatistics statistics() {
    Optional<Histogram> histogram =
        counts.size() == 0 ? Optional.empty() : Optional.of(Histogram.of(exponent, counts));
    Optional<Tails> tails =
        kind != StatisticKind.RANGE ? Optional.of(scan.tails()) : Optional.empty();
    return new TensorStatistics(
        count, notANumber, infinite, minimum, maximum, histogram, weighted(), tails);
  }

  private Optional<Histogram> weighted() {
    return weightedCounts.size() == 0
        ? Optional.empty()
        : Optional.of(Histogram.of(exponent, weightedCounts));
  }
}
