package io.plumbline.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MeasureTests {
  private static final Tensor X = Tensor.of(Shape.of(1, 4), 1f, 2f, 0f, -4f);
  private static final Tensor Y = Tensor.of(Shape.of(1, 4), 2f, 2f, 1f, -2f);

  static Stream<Arguments> figures() {
    return Stream.of(
        Arguments.of(Measure.COSINE, 14 / Math.sqrt(21 * 13)),
        Arguments.of(Measure.MSE, 1.5),
        Arguments.of(Measure.MAE, 1.0),
        Arguments.of(Measure.MRE, 0.5),
        Arguments.of(Measure.SQNR, 10 * StrictMath.log10(21 / 6.0)),
        Arguments.of(Measure.CHEBYSHEV, 2.0),
        Arguments.of(Measure.RELATIVE_ERROR, Math.sqrt(6 / 21.0)),
        // means −0.25 and 0.75, centred product 14.75, squares 20.75 and 10.75
        Arguments.of(Measure.CORRELATION, 14.75 / Math.sqrt(20.75 * 10.75)),
        // ascending −4 0 1 2 against −2 1 2 2
        Arguments.of(Measure.CDF_DISTANCE, 1.0),
        Arguments.of(Measure.ARG_MAX_FLIPS, 1.0));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void followsItsDefinition(Measure measure, double expected) {
    assertThat(measure.between(X, Y)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void isPerfectOfEqualTensorsAndWorseOfOthers(Measure measure) {
    assertThat(measure.between(X, X)).isEqualTo(measure.perfect());
    assertThat(measure.isBetter(measure.perfect(), measure.between(X, Y))).isTrue();
    assertThat(measure.isBetter(measure.between(X, Y), Double.NaN)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void hidesNothingThatIsNotFinite(Measure measure) {
    Tensor broken = Tensor.of(Shape.of(1, 4), 1f, 2f, Float.NaN, -4f);
    assertThat(measure.between(X, broken)).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabelInAnyCase(Measure measure) {
    assertThat(Measure.named(measure.name())).contains(measure);
    assertThat(Measure.named(measure.label())).contains(measure);
  }

  @Test
  void knowsTheDocumentedNames() {
    assertThat(
            Stream.of("cosine-similarity", "mse", "mre", "sqnr", "chebyshev", "L1", "ATOL")
                .map(Measure::named))
        .allMatch(Optional::isPresent);
    assertThat(Measure.named("cosines")).isEmpty();
  }

  @Test
  void flipsAreCountedAtEachPositionOfAMap() {
    // two classes over 2×2 positions; the second position flips
    Tensor x = Tensor.of(Shape.of(1, 2, 2, 2), 1, 1, 1, 1, 0, 0, 0, 0);
    Tensor y = Tensor.of(Shape.of(1, 2, 2, 2), 1, 1, 1, 1, 0, 2, 0, 0);
    assertThat(Measure.ARG_MAX_FLIPS.between(x, y)).isEqualTo(0.25);
    assertThat(Measure.ARG_MAX_FLIPS.between(Tensor.scalar(1), Tensor.scalar(2))).isNaN();
  }

  @Test
  void integersCountByWhatTheyStandFor() {
    QuantParams params =
        QuantParams.perChannel(DType.INT8, new float[] {0.5f, 2}, new int[] {1, 0}, 1);
    Tensor integers = Tensor.of(Shape.of(1, 2, 2), (byte) 3, (byte) 1, (byte) -1, (byte) 2);
    TensorComparison comparison =
        TensorComparison.of(
            RealValues.of(Tensor.of(Shape.of(1, 2, 2), 1f, 0f, -2f, 4f)),
            new RealValues(integers, Optional.of(params)),
            List.of(Measure.CHEBYSHEV));
    assertThat(comparison.figure(Measure.CHEBYSHEV)).isZero();
    assertThatThrownBy(() -> comparison.figure(Measure.MSE)).hasMessageContaining("mse");
  }

  @Test
  void piecesDoNotShow() {
    Random random = new Random(3);
    float[] x = new float[5000];
    float[] y = new float[5000];
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
      y[i] = x[i] + random.nextFloat();
      largest = Math.max(largest, (double) y[i] - x[i]);
    }
    assertThat(
            Measure.CHEBYSHEV.between(Tensor.of(Shape.of(5000), x), Tensor.of(Shape.of(5000), y)))
        .isEqualTo(largest);
  }

  @Test
  void refusesOtherElementCounts() {
    assertThatThrownBy(() -> Measure.MSE.between(X, Tensor.scalar(1)))
        .hasMessage("4 elements against 1");
  }
}
