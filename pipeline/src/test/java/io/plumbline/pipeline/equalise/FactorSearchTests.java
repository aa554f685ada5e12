package io.plumbline.pipeline.equalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.equalise.FactorSearch.Reading;
import io.plumbline.pipeline.tune.WeightLayout;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorSearchTests {
  private static final WeightLayout DEPTHWISE = new WeightLayout(3, 3, 1, 1, false);

  /** What three channels read that reach from 0 to these numbers. */
  private static ReadingSum sum(WeightLayout layout, float... reach) {
    float[] weights = new float[layout.filters() * layout.depth()];
    Arrays.fill(weights, 0.5f);
    Tensor read = Tensor.of(Shape.of(1, reach.length, 1), reach);
    return new ReadingSum(
        layout, Tensor.of(Shape.of(weights.length), weights), ChannelMoments.of(read), true);
  }

  private static int[] find(ReadingSum sum) {
    return FactorSearch.find(List.of(new Reading(sum, 0)), 3);
  }

  @Test
  void smallChannelsAreMultiplied() {
    assertThat(find(sum(DEPTHWISE, 64, 1, 15))).containsExactly(0, 6, 2);
  }

  @Test
  void whatIsAlikeOrNothingStays() {
    assertThat(find(sum(DEPTHWISE, 5, 6, 7))).containsExactly(0, 0, 0);
    assertThat(find(sum(DEPTHWISE, 5, 0, 0))).containsExactly(0, 0, 0);
    assertThat(find(sum(DEPTHWISE, 0, 0, 0))).containsExactly(0, 0, 0);
  }

  @Test
  void sharedScalesOfWeightsAreWeighedAgainstIt() {
    int[] pointwise = find(sum(new WeightLayout(3, 1, 3, 1, false), 64, 1, 15));
    assertThat(pointwise[1]).isLessThan(6);
  }

  @Test
  void smallChannelsOfLargeWeightsAreMultipliedTogether() {
    WeightLayout pointwise = new WeightLayout(2, 1, 3, 1, false);
    float[] weights = {0.01f, 0.5f, 0.5f, 0.01f, 0.5f, 0.5f};
    var sum =
        new ReadingSum(
            pointwise,
            Tensor.of(Shape.of(weights.length), weights),
            ChannelMoments.of(Tensor.of(Shape.of(1, 3, 1), new float[] {64, 1, 1})),
            true);
    assertThat(find(sum)).containsExactly(0, 6, 6);
  }

  @Test
  void theErrorNeverGrows() {
    for (int i = 1; i < 40; i++) {
      ReadingSum sum = sum(new WeightLayout(3, 1, 3, 1, true), i, 40f / i, i * i % 7);
      double before = sum.error();
      find(sum);
      assertThat(sum.error()).isLessThanOrEqualTo(before);
    }
  }
}
