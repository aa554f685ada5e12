package io.plumbline.pipeline.equalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelMomentsTests {
  private static ChannelMoments of(float... numbers) {
    return ChannelMoments.of(Tensor.of(Shape.of(1, 2, numbers.length / 2), numbers));
  }

  @Test
  void squaredMeansAreTakenOutByShares() {
    ChannelMoments moments = of(1, 3, -2, -2);
    assertThat(moments.centred(0).square(0)).isEqualTo(5);
    assertThat(moments.centred(0.5).square(0)).isEqualTo(3);
    assertThat(moments.centred(1).square(0)).isEqualTo(1);
    assertThat(moments.centred(1).square(1)).isZero();
    assertThat(moments.centred(1).low(1)).isEqualTo(-2);
    assertThat(moments.square(0)).isEqualTo(5);
  }

  @Test
  void meansOfPartsAreMeansOfAll() {
    ChannelMoments merged = ChannelMoments.of(List.of(of(1, 3, 0, 4), of(5, 7, 2, 2)));
    assertThat(merged.centred(1).square(0)).isEqualTo(5);
    assertThat(merged.centred(1).square(1)).isEqualTo(2);
  }

  @Test
  void factorsMultiplyAll() {
    ChannelMoments moments = of(1, 3, -2, -2);
    moments.scale(0, 4);
    assertThat(moments.high(0)).isEqualTo(12);
    assertThat(moments.centred(1).square(0)).isEqualTo(16);
  }
}
