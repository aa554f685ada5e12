package io.plumbline.verify.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTests {
  /** Wilson's interval of 81 of 263 (R. G. Newcombe 1998, table I, method 3). */
  @Test
  void aShareHasWilsonsInterval() {
    Estimate found = Estimate.share(81, 263);
    assertThat(found.low()).isCloseTo(0.2553, within(5e-5));
    assertThat(found.high()).isCloseTo(0.3662, within(5e-5));
    assertThat(Estimate.share(10, 10).high()).isEqualTo(1);
    assertThat(Estimate.share(10, 10).low()).isBetween(0.7, 0.75);
    assertThat(Estimate.share(0, 10).low()).isZero();
  }

  /** Student's 2.5 % point of four degrees of freedom is 2.776. */
  @Test
  void aMeanHasStudentsInterval() {
    Estimate found = Estimate.mean(new double[] {1, 2, 3, 4, 5}, -10, 10);
    assertThat(found.value()).isEqualTo(3);
    assertThat(found.high() - 3).isCloseTo(2.776 * Math.sqrt(2.5 / 5), within(0.02));
    assertThat(3 - found.low()).isCloseTo(found.high() - 3, within(1e-12));
  }

  @Test
  void nothingIsOutsideOfItsBounds() {
    assertThat(Estimate.mean(new double[] {0.9, 1, 1}, -1, 1).high()).isEqualTo(1);
    Estimate one = Estimate.mean(new double[] {0.5}, -1, 1);
    assertThat(one.low()).isEqualTo(-1);
    assertThat(one.high()).isEqualTo(1);
  }
}
