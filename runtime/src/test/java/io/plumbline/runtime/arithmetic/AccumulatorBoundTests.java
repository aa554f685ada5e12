package io.plumbline.runtime.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AccumulatorBoundTests {
  @Test
  void theLargestInputIsTheLimitFartherFromTheZeroPoint() {
    assertThat(AccumulatorBound.largest(DType.INT8, 0)).isEqualTo(128);
    assertThat(AccumulatorBound.largest(DType.UINT8, 0)).isEqualTo(255);
    assertThat(AccumulatorBound.largest(DType.UINT8, 200)).isEqualTo(200);
    assertThat(AccumulatorBound.largest(QuantParams.perTensor(DType.INT16, 1, 32767)))
        .isEqualTo(65535);
    assertThat(AccumulatorBound.largest(DType.INT32, 0)).isEqualTo(1L << 31);
  }

  @Test
  void sumsAreBoundedChannelByChannel() {
    Tensor weights = Tensor.of(Shape.of(2, 2, 1), (byte) 1, (byte) -2, (byte) -128, (byte) 0);
    assertThat(AccumulatorBound.sums(weights, 10)).containsExactly(30, 1280);
    assertThat(AccumulatorBound.sums(weights, Tensor.of(Shape.of(2), -5, 7), 10))
        .containsExactly(35, 1287);
    assertThat(AccumulatorBound.rows(weights.reshape(Shape.of(1, 2, 2)), 10)).isEqualTo(1280);
    assertThat(AccumulatorBound.sums(Tensor.allocate(DType.INT8, Shape.of(0, 3)), 10)).isEmpty();
    assertThat(AccumulatorBound.rows(Tensor.allocate(DType.INT8, Shape.of(3, 0)), 10)).isZero();
  }

  @Test
  void everyByteCountsWithItsMagnitude() {
    for (int length = 0; length < 40; length++) {
      byte[] row = new byte[length];
      long expected = 0;
      for (int i = 0; i < length; i++) {
        row[i] = (byte) (i % 3 == 0 ? -128 : i % 3 == 1 ? 127 - i : -i);
        expected += Math.abs(row[i]);
      }
      byte[] twice = Arrays.copyOf(row, 2 * length);
      System.arraycopy(row, 0, twice, length, length);
      assertThat(AccumulatorBound.sums(Tensor.of(Shape.of(2, length), twice), 1))
          .containsExactly(expected, expected);
    }
  }

  @Test
  void boundsBeyondInt64StayTheLargestInt64() {
    Tensor one = Tensor.of(Shape.of(1, 1), (byte) 127);
    assertThat(AccumulatorBound.sums(one, Tensor.of(Shape.of(1), Long.MIN_VALUE), 1))
        .containsExactly(Long.MAX_VALUE);
    assertThat(AccumulatorBound.sums(one, Tensor.of(Shape.of(1), Long.MAX_VALUE), 1))
        .containsExactly(Long.MAX_VALUE);
    assertThat(AccumulatorBound.products(1L << 31, 1L << 16, 1L << 16)).isEqualTo(Long.MAX_VALUE);
    assertThat(AccumulatorBound.products(1L << 62, 1, 4)).isEqualTo(Long.MAX_VALUE);
    assertThat(AccumulatorBound.products(0, 1L << 31, 1L << 31)).isZero();
  }

  @Test
  void theNarrowestAccumulatorThatHoldsABoundIsTaken() {
    assertThat(AccumulatorBound.narrowest(Integer.MAX_VALUE)).contains(Accumulator.INT32);
    assertThat(AccumulatorBound.narrowest(1L << 31)).contains(Accumulator.INT64);
    assertThat(AccumulatorBound.narrowest(1L << 53)).contains(Accumulator.INT64);
    assertThat(AccumulatorBound.narrowest((1L << 53) + 1)).isEmpty();
  }

  /** What docs/numerics.md says of symmetric 16-bit inputs and weights of full magnitude. */
  @Test
  void fiveHundredAndSixteenProductsFit() {
    long largest = AccumulatorBound.largest(DType.INT16, 0);
    byte[] weights = new byte[517];
    Arrays.fill(weights, (byte) 127);
    Tensor longer = Tensor.of(Shape.of(1, 517), weights);
    Tensor shorter = Tensor.of(Shape.of(1, 516), Arrays.copyOf(weights, 516));
    assertThat(AccumulatorBound.narrowest(AccumulatorBound.rows(shorter, largest)))
        .contains(Accumulator.INT32);
    assertThat(AccumulatorBound.narrowest(AccumulatorBound.rows(longer, largest)))
        .contains(Accumulator.INT64);
  }
}
