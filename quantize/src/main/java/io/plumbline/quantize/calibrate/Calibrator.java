package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.TensorStatistics;
import java.util.function.UnaryOperator;

/** Finds the range of a tensor that its integers are to cover. */
public sealed interface Calibrator
    permits Calibrator.Max,
        Calibrator.MaxPercentile,
        Calibrator.Mse,
        Calibrator.ReaderMse,
        Calibrator.Kl,
        Calibrator.Narrowed {
  /** The name that plans and reports show, such as {@code max-percentile:0.99995}. */
  String method();

  /** What it must know of a tensor. */
  StatisticKind needs();

  /**
   * The range of a tensor.
   *
   * @param statistics of finite elements, with a histogram if one is needed
   * @param scheme how parameters will follow from the range; a symmetric one makes the range
   *     symmetric
   */
  Range range(TensorStatistics statistics, ActivationScheme scheme);

  /** Everything from the smallest to the largest element. */
  record Max() implements Calibrator {
    @Override
    public String method() {
      return "max";
    }

    @Override
    public StatisticKind needs() {
      return StatisticKind.RANGE;
    }

    @Override
    public Range range(TensorStatistics statistics, ActivationScheme scheme) {
      if (statistics.isEmpty()) {
        return new Range(0, 0);
      }
      return scheme.asymmetric()
          ? Range.covering(statistics.minimum(), statistics.maximum())
          : Range.symmetric(statistics.largestMagnitude());
    }
  }

  /**
   * All but the most extreme elements. Symmetric: the share {@code quantile} of the magnitudes.
   * Asymmetric: what remains when half of the share {@code 1 − quantile} is cut off at either end;
   * an end of the range that the cut would move past 0 stays at 0. A quantile is interpolated
   * inside its bin and never lies outside of what was observed.
   *
   * @param quantile above 0, at most 1; with 1 this is {@link Max}
   */
  record MaxPercentile(double quantile) implements Calibrator {
    public MaxPercentile {
      if (!(quantile > 0 && quantile <= 1)) {
        throw new IllegalArgumentException("quantile " + quantile + " is not in (0, 1]");
      }
    }

    @Override
    public String method() {
      return Calibrators.PERCENTILE + quantile;
    }

    @Override
    public StatisticKind needs() {
      return quantile == 1 ? StatisticKind.RANGE : StatisticKind.HISTOGRAM;
    }

    @Override
    public Range range(TensorStatistics statistics, ActivationScheme scheme) {
      if (quantile == 1 || statistics.isEmpty()) {
        return new Max().range(statistics, scheme);
      }
      Distribution distribution = statistics.distribution();
      if (!scheme.asymmetric()) {
        double threshold = Quantiles.ofMagnitudes(distribution, quantile);
        return Range.symmetric(Math.min(threshold, statistics.largestMagnitude()));
      }
      double tail = (1 - quantile) / 2;
      return Range.covering(
          Math.max(Quantiles.of(distribution, tail), statistics.minimum()),
          Math.min(Quantiles.of(distribution, 1 - tail), statistics.maximum()));
    }
  }

  /** The range of least mean square error between a number and what its integer stands for. */
  record Mse() implements Calibrator {
    @Override
    public String method() {
      return "mse";
    }

    @Override
    public StatisticKind needs() {
      return StatisticKind.HISTOGRAM;
    }

    @Override
    public Range range(TensorStatistics statistics, ActivationScheme scheme) {
      return Calibrator.within(
          statistics,
          scheme,
          whole -> LeastSquares.range(statistics.distribution(), whole, scheme));
    }
  }

  /**
   * The range of least mean square error at the sums that read the tensor: the error of each
   * channel counts as often as the energy of the weights that read it.
   */
  record ReaderMse() implements Calibrator {
    @Override
    public String method() {
      return "reader-mse";
    }

    @Override
    public StatisticKind needs() {
      return StatisticKind.WEIGHTED;
    }

    @Override
    public Range range(TensorStatistics statistics, ActivationScheme scheme) {
      return Calibrator.within(
          statistics,
          scheme,
          whole -> LeastSquares.range(statistics.weightedDistribution(), whole, scheme));
    }
  }

  /**
   * The range of least Kullback–Leibler divergence between the distribution of the elements and
   * that of what their integers stand for (S. Migacz, 8-bit Inference with TensorRT, GTC 2017).
   */
  record Kl() implements Calibrator {
    @Override
    public String method() {
      return "kl";
    }

    @Override
    public StatisticKind needs() {
      return StatisticKind.HISTOGRAM;
    }

    @Override
    public Range range(TensorStatistics statistics, ActivationScheme scheme) {
      return Calibrator.within(
          statistics,
          scheme,
          whole -> LeastDivergence.range(statistics.distribution(), whole, scheme));
    }
  }

  /**
   * What another calibrator finds, with the end that is farther from 0 moved towards it; the other
   * end is that of the elements. No configuration asks for it.
   *
   * @param share of the farther end that is left, above 0, at most 1
   */
  record Narrowed(Calibrator wide, double share) implements Calibrator {
    @Override
    public String method() {
      return wide.method() + " * " + share;
    }

    @Override
    public StatisticKind needs() {
      return wide.needs();
    }

    @Override
    public Range range(TensorStatistics statistics, ActivationScheme scheme) {
      Range range = wide.range(statistics, scheme);
      if (!scheme.asymmetric()) {
        return Range.symmetric(range.threshold() * share);
      }
      Range whole = new Max().range(statistics, scheme);
      return range.high() > -range.low()
          ? Range.covering(whole.low(), range.high() * share)
          : Range.covering(range.low() * share, whole.high());
    }
  }

  /** What a search finds within the range of all elements; that range where nothing can be cut. */
  private static Range within(
      TensorStatistics statistics, ActivationScheme scheme, UnaryOperator<Range> search) {
    Range whole = new Max().range(statistics, scheme);
    return statistics.isEmpty() || scheme.isDegenerate(whole) ? whole : search.apply(whole);
  }
}
