package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantQuantizerTests {
  private static final Tensor WEIGHTS = Tensor.of(Shape.of(2, 2, 1, 1), -2, 1.5f, 0.5f, 1.984375f);

  private static SmallGraph convolution() {
    return new SmallGraph()
        .input("x", 1, 2, 4, 4)
        .constant("w", WEIGHTS)
        .constant("b", Tensor.of(Shape.of(2), 0.5f, -3f))
        .node("c", SmallGraph.conv(), "x w b", 1, 2, 4, 4)
        .output("c");
  }

  private static QuantOptions loading(QuantParams params) {
    SequencedMap<String, QuantParams> weights = new LinkedHashMap<>();
    weights.put("w", params);
    return QuantOptions.DEFAULT.withLoaded(new LoadedScales(new LinkedHashMap<>(), weights));
  }

  @Test
  void loadedWeightsKeepTheirLeastInteger() {
    QuantParams own = QuantParams.perTensor(DType.INT8, 1 / 64f, 0);
    QuantPlan plan = convolution().plan(loading(own)).plan();
    assertThat(plan.weight("w").orElseThrow().integers().toInts())
        .containsExactly(-128, 96, 32, 127);
  }

  @Test
  void calibratedWeightsAreSymmetric() {
    QuantPlan plan = convolution().plan().plan();
    QuantizedConstant weights = plan.weight("w").orElseThrow();
    assertThat(weights.integers().toInts()).containsExactly(-127, 95, 32, 127);
    assertThat(weights.plan().source()).isEqualTo(new Source.Calibrated("max"));
  }

  @Test
  void aBiasCountsInStepsOfItsAccumulator() {
    QuantPlan plan = convolution().plan().plan();
    QuantizedConstant bias = plan.bias(new Use("c", 2)).orElseThrow();
    double step = plan.activation("x").orElseThrow().params().scale();
    QuantParams weights = plan.weight("w").orElseThrow().params();
    for (int channel = 0; channel < 2; channel++) {
      double unit = step * weights.scale(channel);
      assertThat(bias.params().scale(channel)).isEqualTo((float) unit);
      assertThat(bias.integers().getLong(channel))
          .isEqualTo(Math.round((channel == 0 ? 0.5 : -3) / unit));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.5, 2",
    "3.5, 4",
    "-2.5, -2",
    "2.6, 3",
    "-2.6, -3",
    "2.4, 2",
    "1e12, 1000000000000"
  })
  void aBiasIsRoundedToTheNearestStepAndHalvesToEven(double number, double steps) {
    assertThat(BiasOperand.steps(number, 1)).isEqualTo(steps);
    assertThat(BiasOperand.steps(number / 8, 0.125)).isEqualTo(steps);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.2f, 0.3f, 0.7f, 0.9f, -0.4f, -1.1f})
  void everyBiasOfAPlanIsRoundedSo(float number) {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 2, 4, 4)
            .constant("w", WEIGHTS)
            .constant("b", Tensor.of(Shape.of(2), number, number))
            .node("c", SmallGraph.conv(), "x w b", 1, 2, 4, 4)
            .output("c");
    QuantPlan plan = graph.plan().plan();
    QuantizedConstant bias = plan.bias(new Use("c", 2)).orElseThrow();
    double step = plan.activation("x").orElseThrow().params().scale();
    float scale = plan.weight("w").orElseThrow().params().scale(0);
    assertThat(bias.integers().getLong(0)).isEqualTo((long) Math.rint(number / (step * scale)));
  }

  @Test
  void oneNumberIsAddedToEveryChannelTimesBeta() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 2)
            .constant("w", Tensor.of(Shape.of(2, 3), 1, 1, 1, 1, 1, 1e-11f))
            .constant("b", Tensor.of(Shape.of(1), 4f))
            .node("g", new Gemm(2, 0.5f, false, false), "x w b", 1, 3)
            .output("g");
    QuantPlan plan = graph.plan().plan();
    QuantizedConstant bias = plan.bias(new Use("g", 2)).orElseThrow();
    assertThat(bias.integers().shape()).isEqualTo(Shape.of(3));
    double step = 2.0 * plan.activation("x").orElseThrow().params().scale();
    QuantParams weights = plan.weight("w").orElseThrow().params();
    for (int channel = 0; channel < 3; channel++) {
      long steps = Math.round(4 * 0.5 / (step * weights.scale(channel)));
      assertThat(bias.integers().getLong(channel)).isEqualTo(steps).isLessThanOrEqualTo(1 << 30);
    }
  }
}
