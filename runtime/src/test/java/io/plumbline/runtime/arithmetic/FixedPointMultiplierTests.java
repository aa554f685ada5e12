package io.plumbline.runtime.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the published formulas in exact arithmetic of another kind. */
class FixedPointMultiplierTests {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final Random random = new Random(11);

  @ParameterizedTest
  @CsvSource({
    "0.5, 1073741824, 0",
    "1, 1073741824, 1",
    "0.75, 1610612736, 0",
    "0.01, 1374389535, -6"
  })
  void aFactorIsAFractionAndAPowerOfTwo(double factor, int integer, int exponent) {
    assertThat(FixedPointMultiplier.of(factor, 31, true))
        .isEqualTo(new FixedPointMultiplier(integer, exponent, 31, true));
  }

  @Test
  void aFractionThatRoundsToOneIsHalfOfTheNextPower() {
    double factor = Math.nextDown(1.0);
    assertThat(FixedPointMultiplier.of(factor, 31, true))
        .isEqualTo(FixedPointMultiplier.of(1, 31, true));
  }

  @Test
  void nothingAndWhatIsTooSmallAreNothing() {
    assertThat(FixedPointMultiplier.of(0, 31, true).times(Integer.MAX_VALUE)).isZero();
    assertThat(FixedPointMultiplier.of(0x1p-40, 31, true).integer()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 15, 31})
  void twoRoundingsAreUpAndThenAwayFromZero(int bits) {
    for (int i = 0; i < 20_000; i++) {
      FixedPointMultiplier multiplier =
          FixedPointMultiplier.of(
              0.9 * random.nextDouble() * Math.scalb(1.0, -random.nextInt(20)), bits, true);
      int accumulator = random.nextInt() >> random.nextInt(24);
      BigDecimal high = up(product(accumulator, multiplier).divide(power(bits)));
      BigDecimal expected =
          high.divide(power(Math.max(-multiplier.exponent(), 0))).setScale(0, RoundingMode.HALF_UP);
      assertThat(multiplier.times(accumulator))
          .as("%d by %s", accumulator, multiplier)
          .isEqualTo(expected.longValueExact());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 15, 31})
  void oneRoundingIsUp(int bits) {
    for (int i = 0; i < 20_000; i++) {
      FixedPointMultiplier multiplier =
          FixedPointMultiplier.of(
              0.9 * random.nextDouble() * Math.scalb(1.0, -random.nextInt(20)), bits, false);
      int accumulator = random.nextInt() >> random.nextInt(24);
      BigDecimal exact =
          product(accumulator, multiplier).divide(power(bits - multiplier.exponent()));
      assertThat(multiplier.times(accumulator)).isEqualTo(up(exact).longValueExact());
    }
  }

  @ParameterizedTest
  @CsvSource({"-3, -1", "3, 2", "-1, 0", "1, 1", "5, 3", "-5, -2"})
  void aTieOfTheHighHalfGoesUp(int accumulator, long expected) {
    assertThat(FixedPointMultiplier.of(0.5, 31, true).times(accumulator)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-6, -2", "6, 2", "-2, -1", "2, 1"})
  void aTieOfTheShiftGoesAwayFromZero(int accumulator, long expected) {
    assertThat(new FixedPointMultiplier(1 << 30, -1, 31, true).times(accumulator))
        .isEqualTo(expected);
  }

  @Test
  void aShiftToTheLeftSaturates() {
    assertThat(FixedPointMultiplier.of(4, 31, true).times(Integer.MAX_VALUE))
        .isEqualTo(FixedPointMultiplier.of(4, 31, true).times(Integer.MAX_VALUE / 2));
  }

  private static BigDecimal product(int accumulator, FixedPointMultiplier multiplier) {
    return new BigDecimal(
        BigInteger.valueOf(accumulator).multiply(BigInteger.valueOf(multiplier.integer())));
  }

  private static BigDecimal power(int exponent) {
    return new BigDecimal(BigInteger.TWO.pow(exponent));
  }

  private static BigDecimal up(BigDecimal exact) {
    return exact.add(HALF).setScale(0, RoundingMode.FLOOR);
  }
}
