package io.plumbline.pipeline.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTests {
  private static final Tensor EXPECTED = Tensor.of(Shape.of(4), 3, 0, -4, 0);
  private static final Tensor FOUND = Tensor.of(Shape.of(4), 3, 0, -2, 1);

  /** cos = 17 / (5·√14), Σ(x−y)² = 5. */
  @ParameterizedTest
  @CsvSource({
    "cosine-similarity, 0.908688",
    "mse, 1.25",
    "mae, 0.75",
    "mre, 0.25",
    "sqnr, 6.9897",
    "chebyshev, 2"
  })
  void isItsDefinition(String label, double figure) {
    assertThat(Metric.named(label).orElseThrow().of(EXPECTED, FOUND))
        .isCloseTo(figure, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource
  void equalTensorsAreBestAndNoNumberIsWorst(Metric metric) {
    double best = metric.of(EXPECTED, EXPECTED);
    double other = metric.of(EXPECTED, FOUND);
    assertThat(metric.isBetter(best, other)).isTrue();
    assertThat(metric.isBetter(other, best)).isFalse();
    assertThat(metric.isBetter(other, Double.NaN)).isTrue();
    assertThat(metric.isBetter(Double.NaN, other)).isFalse();
  }

  @Test
  void labelsNameTheirMetrics() {
    for (Metric metric : Metric.values()) {
      assertThat(Metric.named(metric.label())).contains(metric);
    }
  }
}
