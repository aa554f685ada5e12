package io.plumbline.verify.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a paired test says of gains. */
class PairedGainTests {
  @ParameterizedTest
  @CsvSource({
    "4.541, 4, 0.01",
    "2.998, 8, 0.01",
    "-2.998, 8, 0.99",
    "0, 8, 0.5",
    "2.365, 100, 0.01"
  })
  void chanceIsTheTailOfStudentsDistribution(double t, int samples, double tail) {
    assertThat(new PairedGain(t, 1, samples).chance()).isCloseTo(tail, within(0.001));
  }

  @Test
  void oneSampleProvesNothing() {
    assertThat(PairedGain.of(new double[] {9}, new double[] {1}).chance()).isEqualTo(1);
  }
}
