package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorObserverTests {
  /** Samples whose spread differs by orders of magnitude, with zeros and both signs. */
  private static List<Tensor> samples(long seed, int count) {
    Random random = new Random(seed);
    List<Tensor> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float sigma = (float) Math.scalb(1.0, random.nextInt(24) - 16);
      float[] values = new float[1 + random.nextInt(3000)];
      for (int j = 0; j < values.length; j++) {
        values[j] = random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian() * sigma;
      }
      samples.add(Tensor.of(Shape.of(values.length), values));
    }
    return samples;
  }

  private static TensorStatistics observe(List<Tensor> samples) {
    var observer = new TensorObserver(StatisticKind.HISTOGRAM);
    samples.forEach(observer::observe);
    return observer.statistics();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void orderAndSplitDoNotMatter(long seed) {
    List<Tensor> samples = samples(seed, 12);
    TensorStatistics whole = observe(samples);
    Random random = new Random(seed);
    List<Tensor> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, random);
    assertThat(observe(shuffled)).isEqualTo(whole);
    List<TensorStatistics> parts =
        new ArrayList<>(shuffled.stream().map(sample -> observe(List.of(sample))).toList());
    while (parts.size() > 1) {
      TensorStatistics first = parts.remove(random.nextInt(parts.size()));
      TensorStatistics second = parts.remove(random.nextInt(parts.size()));
      assertThat(first.merge(second)).isEqualTo(second.merge(first));
      parts.add(first.merge(second));
    }
    assertThat(parts.getFirst()).isEqualTo(whole);
  }

  @Test
  void countsEveryElementIntoTheBinThatHoldsIt() {
    List<Tensor> samples = samples(9, 6);
    Histogram histogram = observe(samples).histogram().orElseThrow();
    long[] counts = new long[histogram.endBin() - histogram.firstBin()];
    long elements = 0;
    for (Tensor sample : samples) {
      for (float x : sample.toFloats()) {
        counts[(int) (x / histogram.width()) - histogram.firstBin()]++;
        elements++;
      }
    }
    assertThat(histogram.total()).isEqualTo(elements);
    for (int bin = histogram.firstBin(); bin < histogram.endBin(); bin++) {
      assertThat(histogram.count(bin)).isEqualTo(counts[bin - histogram.firstBin()]);
    }
  }

  @Test
  void theWidestMagnitudeHasThousandsOfBinsBelowIt() {
    for (float magnitude : new float[] {1e-20f, 0.7f, 1, 5.999f, 6, 3e38f}) {
      Histogram histogram =
          observe(List.of(Tensor.of(Shape.of(2), 0, magnitude))).histogram().orElseThrow();
      assertThat(histogram.endBin()).isBetween(Binning.HALF / 2, Binning.HALF);
    }
  }

  @Test
  void tinyNumbersNeverLeaveTheMiddleBin() {
    Tensor tiny = Tensor.of(Shape.of(3), Float.MIN_VALUE, -Float.MIN_VALUE, 0);
    Tensor large = Tensor.of(Shape.of(1), 1e30f);
    assertThat(observe(List.of(tiny, large)))
        .isEqualTo(observe(List.of(tiny)).merge(observe(List.of(large))));
  }

  @Test
  void largeTensorsGiveRangeOfAllAndHistogramOfAnEvenPart() {
    float[] values = new float[1_000_003];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    values[77] = -5;
    values[values.length - 1] = 9;
    TensorStatistics statistics = observe(List.of(Tensor.of(Shape.of(values.length), values)));
    assertThat(statistics.minimum()).isEqualTo(-5);
    assertThat(statistics.maximum()).isEqualTo(9);
    assertThat(statistics.count()).isEqualTo(values.length);
    assertThat(statistics.histogram().orElseThrow().total())
        .isBetween(TensorObserver.FULL_LIMIT / 2, TensorObserver.FULL_LIMIT + 32);
  }

  @Test
  void numbersThatAreNotFiniteAreCountedAndRefused() {
    var observer = new TensorObserver(StatisticKind.RANGE);
    float nan = Float.NaN;
    assertThat(observer.observe(Tensor.of(Shape.of(40), new float[40]))).isTrue();
    assertThat(observer.observe(Tensor.of(Shape.of(3), 1, Float.NEGATIVE_INFINITY, nan))).isFalse();
    assertThat(observer.observe(Tensor.of(Shape.of(1), Float.intBitsToFloat(0xffc0_0001))))
        .isFalse();
    TensorStatistics statistics = observer.statistics();
    assertThat(statistics.notANumber()).isEqualTo(2);
    assertThat(statistics.infinite()).isEqualTo(1);
    assertThat(statistics.minimum()).isZero();
    assertThat(statistics.maximum()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 31, 32, 33, 127, 1024})
  void rangeIsFoundAtEveryPosition(int length) {
    for (int position = 0; position < length; position++) {
      float[] values = new float[length];
      values[position] = -3;
      values[length - 1 - position] += 5;
      FloatRange range = FloatRange.of(Tensor.of(Shape.of(length), values).data(), length);
      boolean same = position == length - 1 - position;
      assertThat(range.minimum()).isEqualTo(!same ? -3 : length == 1 ? 2 : 0);
      assertThat(range.maximum()).isEqualTo(same ? 2 : 5);
    }
  }
}
