package io.plumbline.quantize.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.TensorObserver;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentinelTests {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0 -1e9,                  -1e9
          0 -3.4028235e38,         -3.4028235e38
          0 -Infinity,             -Infinity
          -4 0 3 -10000 -9997,     -10000
          -9 -2 7 -100 -93,        -100
          -2 5 65504 65499,        65504
          0 1,
          0 -31,
          -20 0 30 -100,
          -4 -3 -2 -1 0 1 2 3,
          1e6 1.1e6 -1e6 -2e6,
          """)
  void whatLiesBeyondAWideGapIsOne(String numbers, Float sentinel) {
    assertThat(Sentinel.in(statistics(numbers)).orElse(null)).isEqualTo(sentinel);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          -10000,     -10000
          0 1e5 3e4,  1e5
          0 -100,     -100
          -9999,
          0 20,
          """)
  void constantsAreJudgedByMagnitudeToo(String numbers, Float sentinel) {
    float[] values = numbers(numbers);
    Tensor constant = Tensor.of(Shape.of(values.length), values);
    assertThat(Sentinel.in(constant).orElse(null)).isEqualTo(sentinel);
  }

  private static TensorStatistics statistics(String numbers) {
    float[] values = numbers(numbers);
    var observer = new TensorObserver(StatisticKind.MASKED);
    assertThat(observer.observe(Tensor.of(Shape.of(values.length), values), 0)).isTrue();
    return observer.statistics();
  }

  private static float[] numbers(String text) {
    Float[] parsed = Arrays.stream(text.split(" ")).map(Float::valueOf).toArray(Float[]::new);
    float[] values = new float[parsed.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parsed[i];
    }
    return values;
  }
}
