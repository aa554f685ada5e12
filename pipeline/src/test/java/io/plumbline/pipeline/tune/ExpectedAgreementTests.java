package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedAgreementTests {
  private static double of(Tensor expected, Tensor found) {
    return ExpectedAgreement.of(List.of(expected), List.of(found)).orElseThrow().share();
  }

  private static Tensor scores(float... numbers) {
    return Tensor.of(Shape.of(1, numbers.length), numbers);
  }

  @Test
  void withoutNoiseNothingChangesPlaces() {
    assertThat(of(scores(1, 3, 2), scores(1, 3, 2))).isEqualTo(1);
    assertThat(of(scores(1, 3, 2), scores(2, 4, 3))).isEqualTo(1);
  }

  @Test
  void twoScoresOneDeviationApartChangePlacesWithTheTailOfOne() {
    // The distance of the two changes by 2, which is what one deviation of it is.
    Tensor expected = scores(2, 0);
    Tensor found = scores(3, -1);
    assertThat(of(expected, found)).isCloseTo(1 - 0.158655, within(1e-5));
  }

  @Test
  void equalScoresAreDecidedByChance() {
    assertThat(of(scores(2, 2), scores(3, 1))).isCloseTo(0.5, within(1e-6));
  }

  /**
   * Against the share of random vectors whose highest score stays, noise drawn anew for each. It is
   * a lower bound: not above but for the error of the share, twice 0.006.
   *
   * @param high how much stronger the noise of scores above 1 is
   * @param below how far below it may lie
   */
  @ParameterizedTest
  @CsvSource({"1, 0.02", "4, 0.04"})
  void isALittleLessThanTheShareOfManySamples(double high, double below) {
    SplittableRandom random = new SplittableRandom(7);
    List<Tensor> expected = new ArrayList<>();
    List<Tensor> found = new ArrayList<>();
    int same = 0;
    int count = 4000;
    for (int sample = 0; sample < count; sample++) {
      float[] real = new float[50];
      float[] noisy = new float[50];
      for (int i = 0; i < real.length; i++) {
        real[i] = (float) random.nextGaussian();
        double deviation = 0.05 * (real[i] > 1 ? high : 1);
        noisy[i] = real[i] + (float) (deviation * random.nextGaussian());
      }
      same += highest(real) == highest(noisy) ? 1 : 0;
      expected.add(scores(real));
      found.add(scores(noisy));
    }
    assertThat(ExpectedAgreement.of(expected, found).orElseThrow().share())
        .isBetween((double) same / count - below, (double) same / count + 0.012);
  }

  /** Chances of 1 and ½: mean ¾, and their deviation √2/4 by √2 samples. */
  @Test
  void itsErrorIsThatOfAMean() {
    Fidelity.Expected expected =
        ExpectedAgreement.of(
                List.of(scores(9, 0), scores(2, 2)), List.of(scores(9, 0), scores(3, 1)))
            .orElseThrow();
    assertThat(expected.share()).isCloseTo(0.75, within(1e-6));
    assertThat(expected.error()).isCloseTo(0.25, within(1e-6));
    assertThat(expected.least()).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void ofNoSamplesNothingIsExpected() {
    assertThat(ExpectedAgreement.of(List.of(), List.of())).isEmpty();
  }

  private static int highest(float[] numbers) {
    int highest = 0;
    for (int i = 0; i < numbers.length; i++) {
      highest = numbers[i] > numbers[highest] ? i : highest;
    }
    return highest;
  }
}
