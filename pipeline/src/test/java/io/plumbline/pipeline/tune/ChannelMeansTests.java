package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ChannelMeansTests {
  private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @Test
  void areTakenOverAllOtherAxes() {
    assertThat(ChannelMeans.of(Tensor.of(Shape.of(2, 2, 3), NUMBERS), 1)).containsExactly(5, 8);
    assertThat(ChannelMeans.of(Tensor.of(Shape.of(2, 2, 3), NUMBERS), 2))
        .containsExactly(5.5, 6.5, 7.5);
    assertThat(ChannelMeans.of(Tensor.of(Shape.of(1, 2, 6), NUMBERS), 1)).containsExactly(3.5, 9.5);
    assertThat(ChannelMeans.of(Tensor.of(Shape.of(12), NUMBERS), 0)[11]).isEqualTo(12);
  }
}
