package io.plumbline.pipeline.request;

import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The measures by which a search over candidates may rank them. */
public enum Metric {
  COSINE_SIMILARITY(Measure.COSINE),
  MSE(Measure.MSE),
  MAE(Measure.MAE),
  MRE(Measure.MRE),
  SQNR(Measure.SQNR),
  CHEBYSHEV(Measure.CHEBYSHEV);

  private final Measure measure;

  Metric(Measure measure) {
    this.measure = measure;
  }

  /** The name in a configuration, such as {@code cosine-similarity}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The metric of this label. */
  public static Optional<Metric> named(String label) {
    return Stream.of(values()).filter(metric -> metric.label().equals(label)).findFirst();
  }

  /** All labels, the default first. */
  public static List<String> labels() {
    return Stream.of(values()).map(Metric::label).toList();
  }

  /** Whether a figure is better than another one; one that is no number is worse than any. */
  public boolean isBetter(double figure, double other) {
    return measure.isBetter(figure, other);
  }

  /**
   * Compares tensors of one shape.
   *
   * @param expected the reference x
   * @param found y
   * @return NaN where either holds a number that is not finite
   */
  public double of(Tensor expected, Tensor found) {
    return measure.between(expected, found);
  }
}
