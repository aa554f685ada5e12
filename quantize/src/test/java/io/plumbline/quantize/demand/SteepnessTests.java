package io.plumbline.quantize.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.TensorObserver;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SteepnessTests {
  private static final int ELEMENTS = 4000;

  /** Elements that a function makes of the numbers between 0 and 1. */
  private static TensorStatistics spread(StatisticKind kind, DoubleUnaryOperator element) {
    float[] elements = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      elements[i] = (float) element.applyAsDouble((i + 0.5) / ELEMENTS);
    }
    TensorObserver observer = new TensorObserver(kind);
    observer.observe(Tensor.of(Shape.of(ELEMENTS), elements), 0);
    return observer.statistics();
  }

  private static double of(DoubleUnaryOperator function, DoubleUnaryOperator element) {
    return Steepness.of(function, spread(StatisticKind.HISTOGRAM, element), DType.INT8);
  }

  @Test
  void aLineIsAsSteepAsOneStep() {
    assertThat(of(x -> x, u -> u)).isBetween(0.99 / 255, 1.01 / 255);
    assertThat(of(x -> -7 * x, u -> 40 * u)).isBetween(0.99 / 255, 1.01 / 255);
  }

  @Test
  void aSineIsSteepWherePhasesAreWide() {
    assertThat(of(StrictMath::sin, u -> 6 * u)).isLessThan(Steepness.LIMIT / 3);
    assertThat(of(StrictMath::sin, u -> 60 * u)).isGreaterThan(Steepness.LIMIT);
    TensorStatistics wide = spread(StatisticKind.HISTOGRAM, u -> 1000 * u);
    assertThat(Steepness.of(StrictMath::sin, wide, DType.INT16)).isLessThan(Steepness.LIMIT);
  }

  @Test
  void whereTheNumbersLieDecides() {
    assertThat(of(StrictMath::log, u -> 1 + u)).isLessThan(Steepness.LIMIT);
    assertThat(of(StrictMath::log, u -> 1e-6 + u * u * u * u)).isGreaterThan(Steepness.LIMIT);
    assertThat(of(x -> 1 / x, u -> 0.5 + u)).isLessThan(Steepness.LIMIT);
    assertThat(of(x -> 1 / x, u -> 0.001 + u * u)).isGreaterThan(Steepness.LIMIT);
    assertThat(of(StrictMath::sqrt, u -> u)).isLessThan(Steepness.LIMIT);
  }

  @Test
  void fewLargeResultsDoNotHideManySmallOnes() {
    DoubleUnaryOperator peak = x -> x > 0.999 ? 1000 : StrictMath.sin(200 * x);
    assertThat(of(peak, u -> u * 0.9989)).isGreaterThan(Steepness.LIMIT);
  }

  @Test
  void withoutAHistogramAllNumbersOfTheRangeAreAlike() {
    TensorStatistics range = spread(StatisticKind.RANGE, u -> 60 * u);
    assertThat(Steepness.of(StrictMath::sin, range, DType.INT8)).isGreaterThan(Steepness.LIMIT);
    assertThat(Steepness.of(x -> x, range, DType.INT8)).isBetween(0.99 / 255, 1.01 / 255);
  }

  @Test
  void whatHasOneValueOrNoneIsFlat() {
    assertThat(of(StrictMath::log, _ -> 3)).isZero();
    TensorStatistics none = new TensorObserver(StatisticKind.HISTOGRAM).statistics();
    assertThat(Steepness.of(StrictMath::log, none, DType.INT8)).isZero();
    assertThat(of(_ -> 5, u -> u)).isZero();
    assertThat(of(StrictMath::log, u -> u - 0.5)).isFinite();
  }
}
