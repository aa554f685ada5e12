package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SimilarityTests {
  @Test
  void equalTensorsAreEqual() {
    Similarity same = Similarity.of(new float[] {3, -4}, new float[] {3, -4});
    assertThat(same.cosine()).isEqualTo(1);
    assertThat(same.signalToNoise()).isInfinite();
    assertThat(same.largestDifference()).isZero();
    assertThat(same.relativeError()).isZero();
  }

  @Test
  void figuresFollowTheirFormulas() {
    Similarity found = Similarity.of(new float[] {3, 4}, new float[] {4, 3});
    assertThat(found.cosine()).isCloseTo(24.0 / 25, within(1e-15));
    assertThat(found.meanSquaredError()).isEqualTo(1);
    assertThat(found.meanAbsoluteError()).isEqualTo(1);
    assertThat(found.signalToNoise()).isCloseTo(10 * Math.log10(12.5), within(1e-12));
    assertThat(found.relativeError()).isCloseTo(Math.sqrt(0.08), within(1e-15));
  }

  @Test
  void zerosAreLikeZerosOnly() {
    assertThat(Similarity.of(new float[3], new float[3]).cosine()).isEqualTo(1);
    assertThat(Similarity.of(new float[1], new float[] {1}).cosine()).isZero();
    assertThat(Similarity.of(new float[0], new float[0]).meanSquaredError()).isZero();
  }

  @Test
  void equalInfinitiesAgree() {
    float low = Float.NEGATIVE_INFINITY;
    assertThat(Similarity.of(new float[] {low, 1, 2}, new float[] {low, 1, 2}).cosine())
        .isCloseTo(1, within(1e-12));
    assertThat(Similarity.of(new float[] {low}, new float[] {-low}).cosine()).isNaN();
  }

  @Test
  void whatIsNotFiniteShows() {
    Similarity found =
        Similarity.of(new float[] {1, Float.NaN}, new float[] {Float.POSITIVE_INFINITY, 1});
    assertThat(found.notFinite()).isEqualTo(2);
    assertThat(found.cosine()).isNaN();
    assertThat(found.largestDifference()).isNaN();
  }
}
