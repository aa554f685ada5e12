package io.plumbline.pipeline.record;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.run.Bars;
import io.plumbline.report.run.TensorFacts;
import java.util.Arrays;
import java.util.Optional;

/** What calibration saw of each tensor, beside the range that is held of it. */
record ObservedTensors(Statistics statistics, QuantPlan plan) {
  /** Bins of a histogram that people look at. */
  private static final int BINS = 64;

  /** How a value is held; empty where that is in float32. */
  Optional<TensorFacts.Integers> integers(String value) {
    return plan.activation(value)
        .map(
            found ->
                new TensorFacts.Integers(
                    found.params().dtype().label(),
                    found.params().scale(0),
                    found.params().zeroPoint(0),
                    found.threshold(),
                    found.low(),
                    found.high(),
                    found.source().word()));
  }

  /** What was seen of a value; empty where nothing finite was. */
  Optional<TensorFacts.Observed> of(String value) {
    return Optional.ofNullable(statistics.tensors().get(value))
        .filter(found -> !found.isEmpty())
        .map(found -> observed(found, plan.activation(value)));
  }

  private static TensorFacts.Observed observed(TensorStatistics found, Optional<TensorPlan> range) {
    Optional<Distribution> spread =
        found.histogram().isPresent() && !found.isConstant()
            ? Optional.of(found.distribution())
            : Optional.empty();
    return new TensorFacts.Observed(
        found.count(),
        found.minimum(),
        found.maximum(),
        spread.flatMap(bins -> range.map(held -> clipped(bins, held))),
        spread.map(bins -> bars(bins, found.minimum(), found.maximum())));
  }

  /** The share of elements whose bin has its middle outside of a range. */
  private static double clipped(Distribution bins, TensorPlan range) {
    double outside = 0;
    for (int bin = bins.firstBin(); bin < bins.endBin(); bin++) {
      double middle = middle(bins, bin);
      if (middle < range.low() || middle > range.high()) {
        outside += bins.count(bin);
      }
    }
    double total = bins.total();
    return total == 0 ? 0 : outside / total;
  }

  private static Bars bars(Distribution bins, double low, double high) {
    double width = (high - low) / BINS;
    double[] counts = new double[BINS];
    for (int bin = bins.firstBin(); bin < bins.endBin(); bin++) {
      int index = (int) ((middle(bins, bin) - low) / width);
      counts[Math.clamp(index, 0, BINS - 1)] += bins.count(bin);
    }
    return new Bars(
        low, width, Arrays.stream(counts).mapToObj(count -> (long) (count + 0.5)).toList());
  }

  private static double middle(Distribution bins, int bin) {
    return (bins.low(bin) + bins.high(bin)) / 2;
  }
}
