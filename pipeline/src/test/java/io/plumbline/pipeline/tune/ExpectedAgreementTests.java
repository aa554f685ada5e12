package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpectedAgreementTests {
  private static Tensor scores(float... numbers) {
    return Tensor.of(Shape.of(1, numbers.length), numbers);
  }

  @Test
  void withoutNoiseNothingChangesPlaces() {
    assertThat(ExpectedAgreement.of(scores(1, 3, 2), scores(1, 3, 2))).isEqualTo(1);
    assertThat(ExpectedAgreement.of(scores(1, 3, 2), scores(2, 4, 3))).isEqualTo(1);
  }

  @Test
  void twoScoresOneDeviationApartChangePlacesWithTheTailOfOne() {
    // Differences 1 and −1 have variance 1, so that the distance of two scores has √2.
    double distance = Math.sqrt(2);
    Tensor expected = scores((float) distance, 0);
    Tensor found = scores((float) distance + 1, -1);
    assertThat(ExpectedAgreement.of(expected, found)).isCloseTo(1 - 0.158655, within(1e-5));
  }

  @Test
  void equalScoresAreDecidedByChance() {
    assertThat(ExpectedAgreement.of(scores(2, 2), scores(3, 1))).isCloseTo(0.5, within(1e-6));
  }

  /** Against the share of random vectors whose highest score stays, noise drawn anew for each. */
  @Test
  void isTheShareOfManySamples() {
    SplittableRandom random = new SplittableRandom(7);
    double expected = 0;
    int same = 0;
    int count = 4000;
    for (int sample = 0; sample < count; sample++) {
      float[] real = new float[50];
      float[] noisy = new float[50];
      for (int i = 0; i < real.length; i++) {
        real[i] = (float) random.nextGaussian();
        noisy[i] = real[i] + (float) (0.05 * random.nextGaussian());
      }
      same += highest(real) == highest(noisy) ? 1 : 0;
      expected += ExpectedAgreement.of(scores(real), scores(noisy));
    }
    assertThat(expected / count).isCloseTo((double) same / count, within(0.02));
  }

  private static int highest(float[] numbers) {
    int highest = 0;
    for (int i = 0; i < numbers.length; i++) {
      highest = numbers[i] > numbers[highest] ? i : highest;
    }
    return highest;
  }
}
