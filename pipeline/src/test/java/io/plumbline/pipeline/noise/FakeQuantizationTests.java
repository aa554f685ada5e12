package io.plumbline.pipeline.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeQuantizationTests {
  private static final QuantParams HALVES = QuantParams.perTensor(DType.UINT8, 0.5f, 2);

  private static Tensor row(float... numbers) {
    return Tensor.of(Shape.of(1, numbers.length), numbers);
  }

  @Test
  void numbersGoToTheNearestStepAndTheEndsOfTheRange() {
    Tensor real = row(0, 0.2f, 0.25f, 0.75f, -1, -1.3f, 126.5f, 400);
    assertThat(FakeQuantization.of(real, HALVES, Rounding.HALF_EVEN).toFloats())
        .containsExactly(0, 0, 0, 1, -1, -1, 126.5f, 126.5f);
  }

  @Test
  void numbersOnTheGridStay() {
    Tensor once = FakeQuantization.of(row(0.3f, 17.77f, -0.6f), HALVES, Rounding.HALF_EVEN);
    assertThat(FakeQuantization.of(once, HALVES, Rounding.HALF_EVEN).sameAs(once)).isTrue();
  }

  @Test
  void channelsHaveScalesOfTheirOwn() {
    QuantParams params = QuantParams.perChannel(DType.INT8, new float[] {1, 0.25f}, 1);
    Tensor real = Tensor.of(Shape.of(1, 2, 2), 0.4f, 1.6f, 0.4f, 1.6f);
    assertThat(FakeQuantization.of(real, params, Rounding.HALF_EVEN).toFloats())
        .containsExactly(0, 2, 0.5f, 1.5f);
  }

  @Test
  void constantsAreWhatTheirIntegersStandFor() {
    QuantParams params = QuantParams.perChannel(DType.INT8, new float[] {1, 0.25f}, 0);
    var constant =
        new QuantizedConstant(
            TensorPlan.of("w", QuantParams.perTensor(DType.INT8, 1, 0), new Source.Loaded()),
            Tensor.of(Shape.of(2, 2), new byte[] {1, -2, 3, -4}),
            127);
    assertThat(FakeQuantization.of(constant).toFloats()).containsExactly(1, -2, 3, -4);
    var perChannel =
        new QuantizedConstant(
            new TensorPlan("w", params, new Source.Loaded(), -1, 1), constant.integers(), 127);
    assertThat(FakeQuantization.of(perChannel).toFloats()).containsExactly(1, -2, 0.75f, -1);
  }

  @Test
  void someChannelsCanBeTaken() {
    Tensor plain = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6);
    Tensor other = Tensor.of(Shape.of(2, 3), -1f, -2, -3, -4, -5, -6);
    assertThat(FakeQuantization.withChannels(plain, other, 1, List.of(0, 2)).toFloats())
        .containsExactly(-1, 2, -3, -4, 5, -6);
    assertThat(FakeQuantization.withChannels(plain, other, 0, List.of(1)).toFloats())
        .containsExactly(1, 2, 3, -4, -5, -6);
  }
}
