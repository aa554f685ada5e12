package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
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
    return observeNumbered(samples, IntStream.range(0, samples.size()).boxed().toList());
  }

  private static TensorStatistics observeNumbered(List<Tensor> samples, List<Integer> numbers) {
    var observer = new TensorObserver(StatisticKind.HISTOGRAM);
    numbers.forEach(number -> observer.observe(samples.get(number), number));
    return observer.statistics();
  }

  private static Tensor tensor(int elements, IntToDoubleFunction value) {
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return Tensor.of(Shape.of(elements), values);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void orderAndSplitDoNotMatter(long seed) {
    List<Tensor> samples = new ArrayList<>(samples(seed, 12));
    samples.add(tensor(70_001, i -> Math.scalb((double) i, (int) seed - 9) - i % 7));
    samples.add(tensor(70_001, i -> i % 500 - 3));
    TensorStatistics whole = observe(samples);
    Random random = new Random(seed);
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, samples.size()).boxed().toList());
    Collections.shuffle(shuffled, random);
    assertThat(observeNumbered(samples, shuffled)).isEqualTo(whole);
    List<TensorStatistics> parts =
        new ArrayList<>(
            shuffled.stream().map(number -> observeNumbered(samples, List.of(number))).toList());
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

  /** Rows of 16 · 7 and 64 · 3 elements, which evenly spread runs would fall in step with. */
  @ParameterizedTest
  @ValueSource(ints = {112, 192, 240, 256, 1024})
  void everyColumnOfEveryLargeTensorIsSeenAsOften(int columns) {
    int elements = columns * 4096;
    List<Tensor> samples = Collections.nCopies(50, tensor(elements, i -> 1 + i % columns));
    Histogram histogram = observe(samples).histogram().orElseThrow();
    double expected = (double) histogram.total() / columns;
    for (int column = 0; column < columns; column++) {
      double seen = histogram.count(histogram.binOf(1 + column));
      assertThat(seen).as("column %d", column).isBetween(0.7 * expected, 1.3 * expected);
    }
  }

  @Test
  void whatIsSeenOfALargeTensorDependsOnTheSample() {
    Tensor ramp = tensor(300_000, i -> i);
    assertThat(observeNumbered(List.of(ramp, ramp), List.of(0)).histogram())
        .isNotEqualTo(observeNumbered(List.of(ramp, ramp), List.of(1)).histogram());
  }

  /** Every element beyond the last one kept counts, although the histogram sees one in 62. */
  @Test
  void extremesOfLargeTensorsAreCountedOneByOne() {
    Random random = new Random(8);
    Tensor noise =
        tensor(
            1_000_000, i -> random.nextGaussian() + (i % 1000 == 3 ? 9 : i % 2000 == 5 ? -7 : 0));
    TensorStatistics statistics = observe(List.of(noise));
    Distribution distribution = statistics.distribution();
    float[] sorted = noise.toFloats();
    Arrays.sort(sorted);
    int first = statistics.histogram().orElseThrow().binOf(10.5f);
    int above = Arrays.binarySearch(sorted, (float) distribution.low(first));
    double counted = 0;
    for (int bin = first; bin < distribution.endBin(); bin++) {
      counted += distribution.count(bin);
    }
    assertThat(counted).isEqualTo(sorted.length - (above < 0 ? -above - 1 : above));
    assertThat(counted).isBetween(10.0, 1000.0);
    assertThat(distribution.total()).isCloseTo(1_000_000, within(1e-3));
    Tails tails = statistics.tails().orElseThrow();
    for (int i = 0; i < Tails.SIZE; i++) {
      assertThat(tails.smallest(i)).isEqualTo(sorted[i]);
      assertThat(tails.largest(i)).isEqualTo(sorted[sorted.length - Tails.SIZE + i]);
    }
  }

  @Test
  void numbersThatAreNotFiniteAreCountedAndRefused() {
    var observer = new TensorObserver(StatisticKind.RANGE);
    float nan = Float.NaN;
    assertThat(observer.observe(Tensor.of(Shape.of(40), new float[40]), 0)).isTrue();
    assertThat(observer.observe(Tensor.of(Shape.of(3), 1, Float.NEGATIVE_INFINITY, nan), 1))
        .isFalse();
    assertThat(observer.observe(Tensor.of(Shape.of(1), Float.intBitsToFloat(0xffc0_0001)), 2))
        .isFalse();
    TensorStatistics statistics = observer.statistics();
    assertThat(statistics.notANumber()).isEqualTo(2);
    assertThat(statistics.infinite()).isEqualTo(1);
    assertThat(statistics.minimum()).isZero();
    assertThat(statistics.maximum()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 31, 32, 33, 127, 600})
  void rangeIsFoundAtEveryPosition(int length) {
    for (int position = 0; position < length; position++) {
      float[] values = new float[length];
      values[position] = -3;
      values[length - 1 - position] += 5;
      KeyRange range =
          new ElementScan().scan(Tensor.of(Shape.of(length), values).data(), length, false);
      boolean same = position == length - 1 - position;
      assertThat(range.minimum()).isEqualTo(!same ? -3 : length == 1 ? 2 : 0);
      assertThat(range.maximum()).isEqualTo(same ? 2 : 5);
    }
  }
}
