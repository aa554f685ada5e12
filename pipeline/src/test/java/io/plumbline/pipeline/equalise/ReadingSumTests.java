package io.plumbline.pipeline.equalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.pipeline.tune.WeightLayout;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The error of a sum against its definition, and as channels are scaled. */
class ReadingSumTests {
  private final SplittableRandom random = new SplittableRandom(3);

  static List<WeightLayout> layouts() {
    return List.of(
        new WeightLayout(4, 1, 3, 1, false),
        new WeightLayout(4, 1, 3, 1, true),
        new WeightLayout(6, 2, 2, 9, false),
        new WeightLayout(5, 5, 1, 4, false));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void isThatOfTheFormula(WeightLayout layout) {
    Tensor weights = weights(layout);
    ChannelMoments read = moments(layout);
    double error = new ReadingSum(layout, weights, copy(read), true).error();
    assertThat(error).isCloseTo(byFormula(layout, weights, read), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void foreseesWhatScalingDoes(WeightLayout layout) {
    var sum = new ReadingSum(layout, weights(layout), moments(layout), false);
    for (int step = 0; step < 20; step++) {
      int channel = random.nextInt(layout.channels());
      double factor = Math.scalb(1.0, random.nextInt(-3, 4));
      double foreseen = sum.error(channel, factor);
      sum.scale(channel, factor);
      assertThat(sum.error()).isCloseTo(foreseen, within(1e-9 * foreseen));
    }
  }

  /** One scale for each output channel, which takes the factors of a depthwise convolution out. */
  @ParameterizedTest
  @MethodSource("layouts")
  void weightsOfDepthwiseConvolutionsLoseNothing(WeightLayout layout) {
    if (layout.depth() == 1) {
      var sum = new ReadingSum(layout, weights(layout), moments(layout), true);
      assertThat(sum.error(0, 1 / 1024.0)).isGreaterThan(sum.error());
    }
  }

  private static double byFormula(WeightLayout layout, Tensor weights, ChannelMoments read) {
    double low = 0;
    double high = 0;
    for (int channel = 0; channel < layout.channels(); channel++) {
      low = Math.min(low, read.low(channel));
      high = Math.max(high, read.high(channel));
    }
    double noise = (high - low) * (high - low) / 255 / 255 / 12;
    double error = 0;
    double signal = 0;
    for (int filter = 0; filter < layout.filters(); filter++) {
      double most = 0;
      double squares = 0;
      for (int channel = 0; channel < layout.depth(); channel++) {
        int of = filter / layout.filtersOfGroup() * layout.depth() + channel;
        for (int tap = 0; tap < layout.taps(); tap++) {
          double weight = weights.getFloat(layout.index(filter, channel, tap));
          most = Math.max(most, Math.abs(weight));
          squares += read.square(of);
          signal += weight * weight * read.square(of);
          error += weight * weight * Math.min(noise, read.square(of));
        }
      }
      error += most * most / 127 / 127 / 12 * squares;
    }
    return error / signal;
  }

  private Tensor weights(WeightLayout layout) {
    float[] numbers = new float[layout.filters() * layout.depth() * layout.taps()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(Shape.of(numbers.length), numbers);
  }

  private ChannelMoments moments(WeightLayout layout) {
    float[] numbers = new float[layout.channels() * 10];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextDouble(-1, 3) * Math.scalb(1.0, i / 10 % 5));
    }
    return ChannelMoments.of(Tensor.of(Shape.of(1, layout.channels(), 10), numbers));
  }

  private static ChannelMoments copy(ChannelMoments moments) {
    return ChannelMoments.of(List.of(moments));
  }
}
