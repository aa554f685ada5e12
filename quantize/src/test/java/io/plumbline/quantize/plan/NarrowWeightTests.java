package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.calibrate.NarrowRanges;
import io.plumbline.quantize.calibrate.WeightQuantizer;
import io.plumbline.quantize.calibrate.WeightRanges;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowWeightTests {
  private static QuantizedConstant weight(Scheme scheme, Selector selector, String conv) {
    SmallGraph graph =
        new SmallGraph().input("x", 1, 2, 4, 4).conv("a", "x").conv("b", "a").output("b");
    QuantPlan plan =
        graph.plan(QuantOptions.DEFAULT.withWishes(List.of(new Wish(selector, scheme)))).plan();
    String constant =
        plan.weights().keySet().stream()
            .filter(name -> name.startsWith(conv))
            .findFirst()
            .orElseThrow();
    return plan.weight(constant).orElseThrow();
  }

  @Test
  void integersStayWithinTheirBits() {
    for (Scheme scheme : List.of(Scheme.INT8, Scheme.W6A8, Scheme.W4A8)) {
      QuantizedConstant weight = weight(scheme, new Selector.All(), "a");
      assertThat(weight.limit()).isEqualTo(scheme.weightLimit());
      assertThat(Arrays.stream(weight.integers().toInts()).map(Math::abs).max())
          .hasValue(scheme.weightLimit());
    }
  }

  @Test
  void oneNodeAloneCanHaveThem() {
    Selector node = new Selector.Node("b");
    assertThat(weight(Scheme.W4A8, node, "a").limit()).isEqualTo(127);
    assertThat(weight(Scheme.W4A8, node, "b").limit()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 31, 63})
  void noOtherRangeOfTheSearchIsBetter(int limit) {
    var random = new SplittableRandom(limit);
    float[] numbers = new float[3 * 50];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextGaussian() * (i % 50 == 7 ? 4 : 1));
    }
    Tensor weights = Tensor.of(Shape.of(3, 50), numbers);
    double[] magnitudes = WeightRanges.magnitudes("w", weights, 0);
    float[] found = NarrowRanges.scales(weights, 0, magnitudes, limit);
    for (int channel = 0; channel < 3; channel++) {
      double least = error(numbers, channel, found[channel], limit);
      for (int share = 16; share <= 64; share++) {
        float other = (float) (magnitudes[channel] * share / 64 / limit);
        assertThat(least).isLessThanOrEqualTo(error(numbers, channel, other, limit) * 1.0001);
      }
    }
  }

  private static double error(float[] numbers, int channel, float scale, int limit) {
    double sum = 0;
    for (int i = channel * 50; i < (channel + 1) * 50; i++) {
      double error = numbers[i] - scale * Math.clamp(Math.rint(numbers[i] / scale), -limit, limit);
      sum += error * error;
    }
    return sum;
  }

  @Test
  void integersTimesTheirScaleKeepTheScale() {
    var random = new SplittableRandom(1);
    float[] numbers = new float[40];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i == 3 ? 7 : random.nextInt(-7, 8)) * 0.013f;
    }
    Tensor weights = Tensor.of(Shape.of(1, 40), numbers);
    float[] scales = NarrowRanges.scales(weights, 0, WeightRanges.magnitudes("w", weights, 0), 7);
    Tensor integers =
        WeightQuantizer.quantize(
            weights, QuantParams.perChannel(DType.INT8, scales, 0), -7, 7, Rounding.HALF_EVEN);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(integers.getLong(i)).isEqualTo((long) Math.rint(numbers[i] / 0.013));
    }
  }
}
