package io.plumbline.runtime.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Rounding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizedArithmeticTests {
  /**
   * Accumulator halves: the expected columns follow from the definition of each rounding by hand.
   */
  @ParameterizedTest
  @CsvSource({
    "-5, -2, -2, -3",
    "-3, -2, -1, -2",
    "-1, 0, 0, -1",
    "1, 0, 1, 1",
    "3, 2, 2, 2",
    "5, 2, 3, 3",
    "4, 2, 2, 2",
    "-4, -2, -2, -2"
  })
  void tiesFollowTheRounding(int accumulator, int halfEven, int halfUp, int halfAway) {
    assertThat(requantize(accumulator, 0.5f, Rounding.HALF_EVEN)).isEqualTo(halfEven);
    assertThat(requantize(accumulator, 0.5f, Rounding.HALF_UP)).isEqualTo(halfUp);
    assertThat(requantize(accumulator, 0.5f, Rounding.HALF_AWAY)).isEqualTo(halfAway);
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void requantisingIsTheExactProductRoundedToFloatAndThenToAnInteger(Rounding rounding) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      int accumulator = random.nextInt() >> random.nextInt(24);
      float multiplier = (float) StrictMath.exp(random.nextDouble(-18, -1));
      float product =
          new BigDecimal((float) accumulator).multiply(new BigDecimal(multiplier)).floatValue();
      int expected =
          round(new BigDecimal(product), rounding)
              .add(BigDecimal.valueOf(-7))
              .min(BigDecimal.valueOf(127))
              .max(BigDecimal.valueOf(-128))
              .intValueExact();
      assertThat(QuantizedArithmetic.requantize(accumulator, multiplier, -7, -128, 127, rounding))
          .as("%d · %s", accumulator, multiplier)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void quantisingIsTheExactQuotientRoundedToFloatAndThenToAnInteger(Rounding rounding) {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      float x = (float) random.nextDouble(-3, 3);
      float scale = (float) StrictMath.exp(random.nextDouble(-7, 0));
      float quotient =
          new BigDecimal(x).divide(new BigDecimal(scale), new MathContext(60)).floatValue();
      int expected =
          round(new BigDecimal(quotient), rounding)
              .add(BigDecimal.valueOf(12))
              .min(BigDecimal.valueOf(255))
              .max(BigDecimal.ZERO)
              .intValueExact();
      assertThat(QuantizedArithmetic.quantize(x, scale, 12, 0, 255, rounding))
          .as("%s / %s", x, scale)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void dequantisedIntegersQuantiseBackToThemselves(Rounding rounding) {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      float scale = (float) StrictMath.exp(random.nextDouble(-12, 4));
      int zeroPoint = random.nextInt(-128, 128);
      for (int q = -128; q <= 127; q++) {
        float real = QuantizedArithmetic.dequantize(q, scale, zeroPoint);
        assertThat(QuantizedArithmetic.quantize(real, scale, zeroPoint, -128, 127, rounding))
            .isEqualTo(q);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void dequantisedIntegersOf16BitsQuantiseBackToThemselves(Rounding rounding) {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 20; i++) {
      float scale =
          i == 0
              ? 0x1p-126f
              : i == 1 ? 0x1p111f : (float) StrictMath.exp(random.nextDouble(-12, 4));
      int zeroPoint = i == 2 ? -32768 : i == 3 ? 32767 : random.nextInt(-32768, 32768);
      for (int q = -32768; q <= 32767; q++) {
        float real = QuantizedArithmetic.dequantize(q, scale, zeroPoint);
        int back = QuantizedArithmetic.quantize(real, scale, zeroPoint, -32768, 32767, rounding);
        if (back != q) {
          assertThat(back).as("scale %s, zero point %d", scale, zeroPoint).isEqualTo(q);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void wideSumsAreRoundedToFloat32Once(Rounding rounding) {
    // 2⁴⁰ + 2¹⁶ lies between two floats, 2⁴⁰ and 2⁴⁰ + 2¹⁷: the tie goes to the even one.
    float unit = 0x1p-17f;
    long tie = (1L << 40) + (1L << 16);
    int even = 1 << 23;
    assertThat(wide(tie, unit, rounding)).isEqualTo(even);
    assertThat(wide(tie + 1, unit, rounding)).isEqualTo(even + 1);
    assertThat(wide(tie + (1L << 17), unit, rounding)).isEqualTo(even + 2);
    assertThat(wide(-tie, unit, rounding)).isEqualTo(-even);
    assertThat(wide(-tie - 1, unit, rounding)).isEqualTo(-even - 1);
    assertThat(wide(Long.MAX_VALUE, 1, rounding)).isEqualTo(1 << 30);
  }

  private static int wide(long sum, float multiplier, Rounding rounding) {
    return QuantizedArithmetic.requantize(sum, multiplier, 0, -(1 << 30), 1 << 30, rounding);
  }

  @Test
  void nanBecomesTheZeroPointAndInfinitiesSaturate() {
    assertThat(quantize(Float.NaN, 5, -128, 127)).isEqualTo(5);
    assertThat(quantize(Float.NaN, 5, 20, 90)).isEqualTo(20);
    assertThat(quantize(Float.POSITIVE_INFINITY, 5, -128, 127)).isEqualTo(127);
    assertThat(quantize(Float.NEGATIVE_INFINITY, 5, -128, 127)).isEqualTo(-128);
    assertThat(quantize(-Float.MAX_VALUE, 5, -128, 127)).isEqualTo(-128);
  }

  @Test
  void limitsKeepNan() {
    assertThat(QuantizedArithmetic.limit(Float.NaN, 0, 6)).isNaN();
    assertThat(QuantizedArithmetic.limit(-1, 0, 6)).isZero();
    assertThat(QuantizedArithmetic.limit(7, 0, 6)).isEqualTo(6);
  }

  private static int requantize(int accumulator, float multiplier, Rounding rounding) {
    return QuantizedArithmetic.requantize(accumulator, multiplier, 0, -128, 127, rounding);
  }

  private static int quantize(float x, int zeroPoint, int low, int high) {
    return QuantizedArithmetic.quantize(x, 0.1f, zeroPoint, low, high, Rounding.HALF_EVEN);
  }

  private static BigDecimal round(BigDecimal value, Rounding rounding) {
    return switch (rounding) {
      case HALF_EVEN -> value.setScale(0, RoundingMode.HALF_EVEN);
      case HALF_UP -> value.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR);
      case HALF_AWAY -> value.setScale(0, RoundingMode.HALF_UP);
    };
  }
}
