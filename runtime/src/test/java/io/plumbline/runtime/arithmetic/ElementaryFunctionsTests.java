package io.plumbline.runtime.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against StrictMath, whose error is below one unit in the last place of a double. */
class ElementaryFunctionsTests {
  private static final int STRIDE = 9973;

  @Test
  void expIsTheNearestFloatButForNearTies() {
    int differing = 0;
    int count = 0;
    for (float sign : new float[] {-1, 1}) {
      int last = Float.floatToIntBits(sign < 0 ? 110f : 95f);
      for (int bits = 0; bits <= last; bits += STRIDE) {
        float x = sign * Float.intBitsToFloat(bits);
        float expected = (float) StrictMath.exp(x);
        float found = ElementaryFunctions.exp(x);
        if (found != expected) {
          differing++;
          assertThat(Math.abs(Float.floatToIntBits(found) - Float.floatToIntBits(expected)))
              .as("units in the last place at %s", x)
              .isEqualTo(1);
        }
        count++;
      }
    }
    assertThat(differing).isLessThan(count / 10_000);
  }

  @Test
  void expOfSpecialValues() {
    assertThat(ElementaryFunctions.exp(0)).isEqualTo(1);
    assertThat(ElementaryFunctions.exp(-0f)).isEqualTo(1);
    assertThat(ElementaryFunctions.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(ElementaryFunctions.exp(Float.POSITIVE_INFINITY)).isInfinite();
    assertThat(ElementaryFunctions.exp(Float.NaN)).isNaN();
    assertThat(ElementaryFunctions.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
    assertThat(ElementaryFunctions.exp(-104f)).isZero();
  }

  @Test
  void logIsWithinItsStatedError() {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 200_000; i++) {
      double x = StrictMath.exp(random.nextDouble() * 30);
      double expected = StrictMath.log(x);
      assertThat(Math.abs(ElementaryFunctions.log(x) - expected))
          .isLessThan(0x1p-50 * Math.max(1, expected));
    }
    assertThat(ElementaryFunctions.log(1)).isZero();
    assertThat(ElementaryFunctions.log(0.25)).isEqualTo(-2 * ElementaryFunctions.log(2));
  }
}
