package io.plumbline.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrictCountTests {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static RealValues values(float... values) {
    return RealValues.of(Tensor.of(Shape.of(values.length), values));
  }

  private static RealValues quantized(float scale, byte... values) {
    return new RealValues(
        Tensor.of(Shape.of(values.length), values),
        Optional.of(QuantParams.perTensor(DType.INT8, scale, 0)));
  }

  @Test
  void countsInTheDocumentedClasses() {
    StrictCount count =
        StrictCount.of(
            values(1, 2, Float.NaN, INFINITY, INFINITY, 0, 7),
            values(1, 2.5f, Float.NaN, INFINITY, 3, 0.001f),
            Tolerance.ofDigits(2));
    assertThat(count.total()).isEqualTo(7);
    assertThat(count.missing()).isEqualTo(1);
    assertThat(count.different()).isEqualTo(2);
    assertThat(count.notNumbers()).isEqualTo(1);
    assertThat(count.mismatches()).isEqualTo(4);
    assertThat(count.rate()).isEqualTo(4 / 7.0);
    assertThat(count.largestDifference()).isInfinite();
    assertThat(count.worst()).isEqualTo(4);
    assertThat(count.largestRelative()).isEqualTo(0.25);
    assertThat(count.isEqual()).isFalse();
  }

  @Test
  void comparesAtSoManyDigits() {
    RealValues x = values(1);
    RealValues y = values(1.0005f);
    assertThat(StrictCount.of(x, y, Tolerance.ofDigits(3)).isEqual()).isTrue();
    assertThat(StrictCount.of(x, y, Tolerance.ofDigits(4)).isEqual()).isFalse();
    assertThat(StrictCount.of(x, y, new Tolerance(0, 1e-3)).isEqual()).isTrue();
    assertThatThrownBy(() -> Tolerance.ofDigits(16)).hasMessageContaining("0…15");
  }

  @Test
  void stepsAreCountedInPowersOfTwo() {
    Steps steps =
        Steps.of(
                quantized(0.1f, (byte) 0, (byte) 1, (byte) 5, (byte) -9, (byte) 127),
                quantized(0.1f, (byte) 0, (byte) 2, (byte) 3, (byte) -6, (byte) -128))
            .orElseThrow();
    assertThat(steps.counts()).containsExactly(1L, 1L, 2L, 0L, 0L, 0L, 0L, 0L, 1L);
    assertThat(steps.largest()).isEqualTo(255);
    assertThat(steps.mean()).isEqualTo((1 - 2 + 3 - 255) / 5.0);
    assertThat(steps.differing()).isEqualTo(4);
    assertThat(Steps.range(0)).isEqualTo("0");
    assertThat(Steps.range(1)).isEqualTo("1");
    assertThat(Steps.range(3)).isEqualTo("4-7");
  }

  @Test
  void integersOfOtherParametersHaveNoCommonStep() {
    assertThat(Steps.of(quantized(0.1f, (byte) 1), quantized(0.2f, (byte) 1))).isEmpty();
    assertThat(Steps.of(quantized(0.1f, (byte) 1), values(1))).isEmpty();
  }
}
