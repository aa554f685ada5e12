package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class StatisticsCollectorTests {
  private record Samples(int size, IntFunction<float[]> values) implements SampleSource {
    @Override
    public String name(int index) {
      return "sample" + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      float[] loaded = values.apply(index);
      return Optional.of(Map.of("x", Tensor.of(Shape.of(loaded.length), loaded)));
    }
  }

  private static float[] random(int index) {
    Random random = new Random(index);
    float[] values = new float[500];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.scalb(1.0, index % 9));
    }
    return values;
  }

  private static Statistics collect(SampleSource samples, int threads) {
    return new StatisticsCollector(
            new SummingEngine(), List.of("x", "y"), StatisticKind.HISTOGRAM, threads)
        .collect(samples, CollectionProgress.SILENT);
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() {
    var samples = new Samples(40, StatisticsCollectorTests::random);
    Statistics single = collect(samples, 1);
    assertThat(single.samples()).isEqualTo(40);
    assertThat(single.tensor("x").count()).isEqualTo(40 * 500);
    assertThat(single.tensor("y").maximum()).isEqualTo(2 * single.tensor("x").maximum());
    for (int threads : new int[] {2, 3, 8}) {
      assertThat(collect(samples, threads)).isEqualTo(single);
    }
  }

  /** Samples of which the histogram holds a part are among them. */
  @Test
  void partsOfOnePassMergeToTheStatisticsOfAll() {
    var samples = new Samples(21, index -> index % 5 == 0 ? wide(index) : random(index));
    Statistics whole = collect(samples, 1);
    for (int every : new int[] {2, 4, 30}) {
      for (int threads : new int[] {1, 7}) {
        List<Statistics> parts =
            new StatisticsCollector(
                    new SummingEngine(), List.of("x", "y"), StatisticKind.HISTOGRAM, threads)
                .collect(samples, new Partition(every), CollectionProgress.SILENT);
        assertThat(parts.getFirst().samples()).isEqualTo(21 - 21 / every);
        assertThat(parts.getFirst().merge(parts.getLast())).isEqualTo(whole);
        assertThat(parts.getLast().merge(parts.getFirst())).isEqualTo(whole);
      }
    }
  }

  private static float[] wide(int index) {
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 31 + index) % 1009 - 300;
    }
    return values;
  }

  @Test
  void aPartIsASourceOfItsSamples() {
    var samples = new Samples(10, StatisticsCollectorTests::random);
    SampleSource judged = new Partition(4).of(samples, 1);
    assertThat(judged.size()).isEqualTo(2);
    assertThat(judged.name(1)).isEqualTo("sample7");
    assertThat(new Partition(4).of(samples, 0).size()).isEqualTo(8);
  }

  @Test
  void namesTheFirstSampleAndTheTensorWithANumberThatIsNotFinite() {
    var samples = new Samples(30, index -> new float[] {1, index >= 7 ? Float.MAX_VALUE : index});
    for (int threads : new int[] {1, 4}) {
      assertThatThrownBy(() -> collect(samples, threads))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("'y'")
          .hasMessageContaining("'sample7'");
    }
  }

  @Test
  void infinityIsCountedWhereItMeansSomethingAndNaNIsNot() {
    SequencedMap<String, Need> kinds = new LinkedHashMap<>();
    kinds.put("x", Need.of(StatisticKind.MASKED));
    float infinite = Float.NEGATIVE_INFINITY;
    var masks = new Samples(3, index -> new float[] {index, infinite, -2, infinite});
    Statistics statistics = observed(masks, kinds);
    assertThat(statistics.tensor("x").infinite()).isEqualTo(6);
    assertThat(statistics.tensor("x").minimum()).isEqualTo(-2);
    assertThat(statistics.tensor("x").distribution().total()).isEqualTo(6);
    kinds.put("y", Need.of(StatisticKind.HISTOGRAM));
    assertThatThrownBy(() -> observed(masks, kinds)).hasMessageContaining("'y'");
    kinds.remove("y");
    var broken = new Samples(3, index -> new float[] {index, infinite, Float.NaN});
    assertThatThrownBy(() -> observed(broken, kinds)).hasMessageContaining("'x'");
  }

  private static Statistics observed(SampleSource samples, SequencedMap<String, Need> kinds) {
    return new StatisticsCollector(new SummingEngine(), kinds, 1)
        .collect(samples, CollectionProgress.SILENT);
  }

  @Test
  void anErrorInAnyThreadIsThrownAndLosesNoSample() {
    var samples =
        new Samples(
            100,
            index -> {
              if (index % 14 == 13) {
                throw new NoClassDefFoundError("sample" + index);
              }
              return random(index);
            });
    for (int threads : new int[] {1, 2, 8}) {
      assertThatThrownBy(() -> collect(samples, threads))
          .isInstanceOf(NoClassDefFoundError.class)
          .hasMessage("sample13");
    }
  }

  @Test
  void refusesToCalibrateWithNothing() {
    assertThatThrownBy(() -> collect(new Samples(0, _ -> new float[0]), 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no sample");
  }

  /** Random samples of which only those of a number that a divisor divides can be used. */
  private static SampleSource onlyEvery(int divisor) {
    return new SampleSource() {
      @Override
      public int size() {
        return 5;
      }

      @Override
      public String name(int index) {
        return "sample" + index;
      }

      @Override
      public Optional<Map<String, Tensor>> load(int index) {
        return (index + 1) % divisor == 0
            ? Optional.of(Map.of("x", Tensor.of(Shape.of(500), random(index))))
            : Optional.empty();
      }
    };
  }

  @Test
  void samplesLeftOutDoNotCount() {
    assertThat(collect(onlyEvery(2), 2).samples()).isEqualTo(2);
  }

  @Test
  void refusesToCalibrateWhenEverySampleIsLeftOut() {
    for (int threads : new int[] {1, 4}) {
      assertThatThrownBy(() -> collect(onlyEvery(9), threads))
          .isInstanceOfSatisfying(
              BadDataException.class, e -> assertThat(e.code()).isEqualTo("calibrate.no-samples"))
          .hasMessageContaining("None of the 5 samples")
          .hasMessageContaining("'sample0'");
    }
  }

  @Test
  void stopsWhenAskedTo() {
    var done = new AtomicInteger();
    var progress =
        new CollectionProgress() {
          @Override
          public void update(int finished, int total) {
            done.set(finished);
          }

          @Override
          public boolean cancelled() {
            return done.get() >= 3;
          }
        };
    var collector =
        new StatisticsCollector(new SummingEngine(), List.of("x"), StatisticKind.RANGE, 1);
    var samples = new Samples(30, StatisticsCollectorTests::random);
    assertThatThrownBy(() -> collector.collect(samples, progress))
        .isInstanceOf(CancellationException.class);
    assertThat(done).hasValue(3);
  }
}
