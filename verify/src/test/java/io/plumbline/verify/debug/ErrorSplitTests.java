package io.plumbline.verify.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Errors whose parts are known. */
class ErrorSplitTests {
  private static final QuantParams STEPS = QuantParams.perTensor(DType.INT8, 0.5f, 0);
  private static final StepFacts PLAIN = new StepFacts(false, 1, 1, 0, false, 0);

  private static float[] uniform(float width) {
    Random random = new Random(3);
    float[] numbers = new float[4096];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (random.nextFloat() - 0.5f) * width;
    }
    return numbers;
  }

  private static StepError error(float[] real, float[] weighted) {
    ErrorSplit split = new ErrorSplit(STEPS, 4);
    split.add(real, weighted, 16);
    return split.error();
  }

  private static float[] plus(float[] numbers, float more, int channel) {
    float[] sum = numbers.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += i / 16 % 4 == channel ? more : 0;
    }
    return sum;
  }

  @Test
  void roundingAloneIsTheIdealError() {
    float[] real = uniform(120);
    StepError error = error(real, real);
    assertThat(error.rmse()).isCloseTo(StepError.IDEAL, within(0.01));
    assertThat(error.largest()).isLessThanOrEqualTo(0.5);
    assertThat(error.energies().share(error.energies().rounding())).isEqualTo(1);
    assertThat(error.used()).isCloseTo(120 / 127.5, within(0.01));
    assertThat(CauseRule.of(error, PLAIN)).isEqualTo(Cause.NONE);
  }

  @Test
  void partsAddUpToTheError() {
    float[] real = uniform(200);
    StepError error = error(real, plus(real, 5, 2));
    assertThat(error.energies().sum()).isPositive();
    assertThat(error.energies().shift()).isCloseTo(25.0 / 4, within(1e-3));
    assertThat(error.energies().weights()).isCloseTo(0, within(1e-3));
    assertThat(error.clipped()).isCloseTo(1 - 127.0 / 200, within(0.05));
  }

  @Test
  void eachPartPointsAtItsCause() {
    float[] wide = uniform(200);
    float[] narrow = uniform(10);
    float[] usual = uniform(120);
    assertThat(CauseRule.of(error(wide, wide), PLAIN)).isEqualTo(Cause.CLIPPING);
    assertThat(CauseRule.of(error(narrow, narrow), PLAIN)).isEqualTo(Cause.ROUNDING);
    StepError shifted = error(usual, plus(usual, 3, 1));
    assertThat(shifted.worstChannel()).isEqualTo(1);
    assertThat(CauseRule.of(shifted, PLAIN)).isEqualTo(Cause.BIAS);
    float[] tiny = uniform(0.01f);
    assertThat(CauseRule.of(error(tiny, tiny), PLAIN)).isEqualTo(Cause.COLLAPSED);
    StepFacts off = new StepFacts(false, 1, 1, 0, false, 5);
    assertThat(CauseRule.of(error(usual, usual), off)).isEqualTo(Cause.IMPLEMENTATION);
    StepFacts joined = new StepFacts(true, 20, 1, 0, false, 0);
    assertThat(CauseRule.of(error(usual, usual), joined)).isEqualTo(Cause.MIXED_MAGNITUDE);
    StepFacts spread = new StepFacts(false, 1, 50, 0.01, false, 0);
    assertThat(CauseRule.of(error(usual, uniform(60)), spread)).isEqualTo(Cause.WEIGHT_SPREAD);
  }
}
