package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ChannelMultipleTests {
  private static final Shape SHAPE = Shape.of(2, 3, 7, 5);
  private static final List<Integer> EXPONENTS = List.of(0, 3, -2);

  /** Tensors of normal numbers. */
  private record Noise(int size) implements SampleSource {
    @Override
    public String name(int index) {
      return "sample " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      Random random = new Random(index);
      float[] numbers = new float[Math.toIntExact(SHAPE.elements())];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return Optional.of(Map.of("x", Tensor.of(SHAPE, numbers)));
    }
  }

  private static Statistics collect(SequencedMap<String, Need> needs, int threads) {
    return new StatisticsCollector(new SummingEngine(), needs, threads)
        .collect(new Noise(6), CollectionProgress.SILENT);
  }

  @Test
  void multiplesAreSeenAsTheTensorsThatTheyAre() {
    Need need = Need.of(StatisticKind.HISTOGRAM);
    SequencedMap<String, Need> needs = new LinkedHashMap<>();
    needs.put("y", need);
    needs.put("scaled", need.of(new ChannelMultiple("y", EXPONENTS)));
    needs.put("input scaled", need.of(new ChannelMultiple("x", EXPONENTS)));
    needs.put("same", need.of(new ChannelMultiple("y", List.of())));
    Statistics found = collect(needs, 2);

    var observer = new TensorObserver(StatisticKind.HISTOGRAM);
    for (int sample = 0; sample < 6; sample++) {
      float[] numbers =
          Objects.requireNonNull(new Noise(6).load(sample).orElseThrow().get("x")).toFloats();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Math.scalb(2 * numbers[i], EXPONENTS.get(i / 35 % 3));
      }
      observer.observe(Tensor.of(SHAPE, numbers), sample);
    }
    assertThat(found.tensor("scaled")).isEqualTo(observer.statistics());
    assertThat(found.tensor("same")).isEqualTo(found.tensor("y"));
    assertThat(found.tensor("scaled").maximum())
        .isEqualTo(2 * found.tensor("input scaled").maximum());
  }
}
