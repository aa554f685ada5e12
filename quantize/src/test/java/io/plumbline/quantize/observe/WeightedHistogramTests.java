package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedHistogramTests {
  private static Tensor normal(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.scalb(1.0, (int) seed));
    }
    return Tensor.of(shape, values);
  }

  private static TensorStatistics observe(int axis, List<Integer> weights, Tensor... samples) {
    var need = new Need(StatisticKind.HISTOGRAM, Optional.of(new ChannelWeights(axis, weights)));
    var observer = new TensorObserver(need);
    for (int i = 0; i < samples.length; i++) {
      observer.observe(samples[i], i);
    }
    return observer.statistics();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void everyElementCountsAsOftenAsItsChannelWeighs(int axis) {
    Shape shape = Shape.of(3, 5, 7);
    List<Integer> weights = List.of(4, 0, 7, 1, 4095, 2, 9).subList(0, shape.intDim(axis));
    Tensor[] samples = {normal(shape, 0), normal(shape, 3), normal(shape, -2)};
    Histogram found = observe(axis, weights, samples).weighted().orElseThrow();
    Counts expected = new Counts(Binning.SIZE);
    int inner = axis == 0 ? 35 : axis == 1 ? 7 : 1;
    for (Tensor sample : samples) {
      for (int i = 0; i < shape.elements(); i++) {
        int bin = (int) (sample.getFloat(i) / found.width());
        expected.add(bin + Binning.HALF, weights.get(i / inner % shape.intDim(axis)));
      }
    }
    assertThat(found).isEqualTo(Histogram.of(found.exponent(), expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void equalWeightsCountWhatTheHistogramCounts(int weight) {
    Tensor[] samples = {normal(Shape.of(1, 2, 200, 171), 1), normal(Shape.of(1, 2, 200, 171), 2)};
    TensorStatistics statistics = observe(1, List.of(weight, weight), samples);
    Histogram plain = statistics.histogram().orElseThrow();
    Histogram weighted = statistics.weighted().orElseThrow();
    for (int bin = plain.firstBin(); bin < plain.endBin(); bin++) {
      assertThat(weighted.count(bin)).isEqualTo(weight * plain.count(bin));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void mergingIsExact(int first) {
    List<Integer> weights = List.of(3, 1000);
    Tensor[] samples = {
      normal(Shape.of(2, 300), 1), normal(Shape.of(2, 300), -8), normal(Shape.of(2, 300), 5)
    };
    TensorStatistics one = observe(0, weights, samples[first]);
    TensorStatistics rest = observe(0, weights, samples[(first + 1) % 3], samples[(first + 2) % 3]);
    TensorStatistics whole = observe(0, weights, samples);
    assertThat(one.merge(rest)).isEqualTo(whole);
    assertThat(rest.merge(one)).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void tensorsWithOtherChannelsAreNotWeighted(int axis) {
    TensorStatistics statistics = observe(axis, List.of(1, 2), normal(Shape.of(3, 4), 1));
    assertThat(statistics.weighted().filter(counts -> counts.total() > 0)).isEmpty();
    assertThat(statistics.weightedDistribution().total()).isEqualTo(12);
  }
}
