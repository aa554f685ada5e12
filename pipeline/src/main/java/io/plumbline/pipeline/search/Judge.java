package io.plumbline.pipeline.search;

import io.plumbline.pipeline.request.Metric;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.pipeline.tune.Tuner.Compared;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges quantized models by what their integer programs make of samples that are kept in memory.
 *
 * @param tuner that holds the samples
 * @param most samples that are used
 */
record Judge(Tuner tuner, Metric metric, int most) {
  /** Differences of so many standard errors are not chance. */
  private static final double SURE = 2;

  /**
   * The figures of one model.
   *
   * @param samples by the metric, each sample by itself
   * @param whole the mean of these
   * @param cosine of the outputs, whatever the metric
   */
  record Verdict(List<Double> samples, double whole, double cosine) {
    Verdict {
      samples = List.copyOf(samples);
    }
  }

  Verdict verdict(Quantized quantized) {
    List<Compared> results = tuner.compare(quantized, most);
    List<Double> samples =
        IntStream.range(0, Math.min(most, tuner.size()))
            .mapToObj(sample -> mean(results, metric, sample))
            .toList();
    return new Verdict(
        samples,
        samples.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN),
        IntStream.range(0, samples.size())
            .mapToDouble(sample -> mean(results, Metric.COSINE_SIMILARITY, sample))
            .average()
            .orElse(Double.NaN));
  }

  /**
   * Whether a model is better, by more than chance: the mean of the differences, sample by sample,
   * is at least {@link #SURE} times its standard error.
   */
  boolean isSurelyBetter(Verdict verdict, Verdict than) {
    if (!metric.isBetter(verdict.whole(), than.whole()) || Double.isNaN(than.whole())) {
      return metric.isBetter(verdict.whole(), than.whole());
    }
    int count = verdict.samples().size();
    double mean = verdict.whole() - than.whole();
    double squares = 0;
    for (int sample = 0; sample < count; sample++) {
      double rest = verdict.samples().get(sample) - than.samples().get(sample) - mean;
      squares += rest * rest;
    }
    return mean * mean * count * (count - 1) >= SURE * SURE * squares;
  }

  private static double mean(List<Compared> results, Metric metric, int sample) {
    return results.stream()
        .filter(result -> result.sample() == sample)
        .mapToDouble(
            result ->
                result.expected().shape().equals(result.found().shape())
                    ? metric.of(result.expected(), result.found())
                    : Double.NaN)
        .average()
        .orElse(Double.NaN);
  }
}
