package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Biases beside sums of nothing keep their resolution. */
class ScaleOfNothingTests {
  private static final Percentage EXACT = Percentage.withPercentage(1e-3);

  /** x → a → b, where the weights and biases of a are given. */
  private static SmallGraph graph(float w, float bias) {
    return new SmallGraph()
        .input("x", 1, 2, 4, 4)
        .conv("a", "x")
        .constant("a.w", Tensor.of(Shape.of(2, 2, 1, 1), 0, 0, w, -w))
        .constant("a.b", Tensor.of(Shape.of(2), bias, 3 * bias))
        .conv("b", "a")
        .output("b");
  }

  private static QuantPlan plan(SmallGraph graph, float[] x, Wish... wishes) {
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    values.put("x", x);
    return graph.plan(QuantOptions.DEFAULT.withWishes(List.of(wishes)), values).plan();
  }

  private static double bias(QuantPlan plan, int channel) {
    QuantizedConstant bias = Objects.requireNonNull(plan.biases().get(new Use("a", 2)));
    return bias.integers().getLong(channel) * (double) bias.params().scale(channel);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-20f, 1e-6f, 0.003f, 1, 7000, 1e20f})
  void aChannelOfZerosCountsInStepsOfItsBias(float bias) {
    QuantPlan plan = plan(graph(5, bias), new float[] {-1, 3});
    assertThat(bias(plan, 0)).isCloseTo(bias, EXACT);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-20f, 1e-6f, 0.003f, 1, 7000, 1e20f})
  void anInputOfZerosHasStepsOfTheBiasesBesideIt(float bias) {
    Wish wide = new Wish(new Selector.All(), Scheme.INT16);
    for (QuantPlan plan :
        List.of(plan(graph(5, bias), new float[1]), plan(graph(5, bias), new float[1], wide))) {
      assertThat(bias(plan, 0)).isCloseTo(bias, EXACT);
      assertThat(bias(plan, 1)).isCloseTo(3 * bias, EXACT);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-6f, 0.003f, 1, 7000})
  void zerosTimesZerosLeaveTheBias(float bias) {
    QuantPlan plan = plan(graph(0, bias), new float[1]);
    assertThat(bias(plan, 0)).isCloseTo(bias, EXACT);
    assertThat(bias(plan, 1)).isCloseTo(3 * bias, EXACT);
  }

  @Test
  void withoutABiasTheScaleIsOne() {
    QuantPlan plan = plan(graph(5, 0), new float[1]);
    assertThat(plan.activation("x").orElseThrow().params())
        .isEqualTo(QuantParams.perTensor(DType.INT8, 1, 0));
  }
}
