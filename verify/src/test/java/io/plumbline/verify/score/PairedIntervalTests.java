package io.plumbline.verify.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedIntervalTests {
  /** Two Wilson intervals whose answers have nothing to do with each other, by hand. */
  @Test
  void joinsTwoScoreIntervals() {
    PairedInterval found = PairedInterval.of(25, 25, 25, 25);
    double z = 1.959963984540054;
    double half = z * Math.sqrt(100 * 0.25 + z * z / 4) / (100 + z * z);
    assertThat(found.high()).isCloseTo(Math.sqrt(2) * half, within(1e-12));
    assertThat(found.low()).isCloseTo(-found.high(), within(1e-12));
  }

  /** Three right answers of three: Wilson's interval reaches down to n / (n + z²). */
  @Test
  void equalAnswersOnFewSamplesSayLittle() {
    PairedInterval found = PairedInterval.of(3, 0, 0, 0);
    double z = 1.959963984540054;
    assertThat(found.high()).isCloseTo(1 - 3 / (3 + z * z), within(1e-12));
    assertThat(found.low()).isCloseTo(-found.high(), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "3, 0, 0, 0",
    "0, 3, 0, 0",
    "0, 0, 3, 0",
    "0, 0, 0, 3",
    "987, 0, 0, 13",
    "100, 7, 3, 20",
    "1, 2, 1, 0",
    "0, 5, 5, 0",
    "1500, 30, 28, 442"
  })
  void holdsTheDifferenceAndHasAWidth(long both, long first, long second, long neither) {
    PairedInterval found = PairedInterval.of(both, first, second, neither);
    double count = Math.max(1, both + first + second + neither);
    double difference = (first - second) / count;
    assertThat(found.low()).isBetween(-1.0, difference);
    assertThat(found.high()).isBetween(difference, 1.0);
    assertThat(found.high() - found.low()).isGreaterThan(1 / count);
    PairedInterval swapped = PairedInterval.of(both, second, first, neither);
    assertThat(swapped.high()).isCloseTo(-found.low(), within(1e-12));
    assertThat(swapped.low()).isCloseTo(-found.high(), within(1e-12));
  }

  /** Where the old and the new way must agree: thousands of samples. */
  @Test
  void isTheNormalOneOnManySamples() {
    PairedInterval found = PairedInterval.of(70_000, 1_000, 900, 28_100);
    double normal = 1.959964 * Math.sqrt((0.019 - 1e-6) / 100_000);
    assertThat(found.high() - found.low()).isCloseTo(2 * normal, within(0.2 * normal));
  }
}
