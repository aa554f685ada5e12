package io.plumbline.quantize.mask;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.TensorObserver;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * What tells a sentinel from a number, in a value where sentinels have a meaning: it is infinite,
 * or NaN where that is replaced; or a constant of at least {@value #LEAST_MAGNITUDE}; or what Where
 * and Pad fill in, of at least {@value #LEAST_GAP}; or it lies beyond a gap without elements that
 * is at least {@value #LEAST_GAP} wide and {@value #WIDEST_PART} times as wide as all that lies on
 * the near side of it, 0 included.
 */
final class Sentinel {
  /** Of constants that are sentinels whatever is near them. */
  static final double LEAST_MAGNITUDE = 1e4;

  private static final double LEAST_GAP = 32;
  private static final double WIDEST_PART = 4;

  private Sentinel() {}

  /** One of the sentinels among the elements of a constant. */
  static Optional<Float> in(Tensor constant) {
    if (constant.dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    var observer = new TensorObserver(StatisticKind.MASKED);
    observer.observe(constant, 0);
    TensorStatistics statistics = observer.statistics();
    return statistics.largestMagnitude() >= LEAST_MAGNITUDE
        ? Optional.of(farthest(statistics))
        : in(statistics);
  }

  /** Whether a number that is filled in, in place of computed ones, is a sentinel. */
  static boolean isFiller(float number) {
    return Math.abs(number) >= LEAST_GAP;
  }

  private static float farthest(TensorStatistics statistics) {
    return -statistics.minimum() >= statistics.maximum()
        ? statistics.minimum()
        : statistics.maximum();
  }

  /** One of the sentinels among the elements of a value over all samples. */
  static Optional<Float> in(TensorStatistics statistics) {
    if (statistics.notANumber() > 0) {
      return Optional.of(Float.NaN);
    }
    if (statistics.infinite() > 0) {
      return Optional.of(Float.NEGATIVE_INFINITY);
    }
    if (statistics.isEmpty() || statistics.histogram().isEmpty()) {
      return Optional.empty();
    }
    Distribution distribution = statistics.distribution();
    if (isApart(distribution, statistics.minimum(), statistics.maximum(), 1)) {
      return Optional.of(statistics.minimum());
    }
    return isApart(distribution, statistics.maximum(), statistics.minimum(), -1)
        ? Optional.of(statistics.maximum())
        : Optional.empty();
  }

  /**
   * Whether elements at one end lie apart from all others.
   *
   * @param end the outermost element there
   * @param other the outermost element at the other end
   * @param sign 1 for the low end, −1 for the high end: numbers times this ascend from it
   */
  private static boolean isApart(Distribution distribution, double end, double other, int sign) {
    double reached = sign * end;
    double far = Math.max(sign * other, 0);
    int first = sign > 0 ? distribution.firstBin() : distribution.endBin() - 1;
    int bins = distribution.endBin() - distribution.firstBin();
    for (int i = 0; i < bins && reached < 0; i++) {
      int bin = first + sign * i;
      if (distribution.count(bin) == 0) {
        continue;
      }
      double begin = Math.min(sign > 0 ? distribution.low(bin) : -distribution.high(bin), 0);
      double gap = begin - reached;
      if (gap >= Math.max(LEAST_GAP, WIDEST_PART * (far - begin))) {
        return true;
      }
      reached = Math.max(reached, sign > 0 ? distribution.high(bin) : -distribution.low(bin));
    }
    return false;
  }
}
