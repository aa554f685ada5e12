package io.plumbline.pipeline.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MeanShiftTests {
  private static List<Map<String, Tensor>> samples(Tensor... values) {
    return List.of(values).stream().map(value -> Map.of("y", value)).toList();
  }

  private static float[] numbers(List<Map<String, Tensor>> samples, int sample) {
    return Objects.requireNonNull(samples.get(sample).get("y")).toFloats();
  }

  private static Tensor of(Shape shape, float... numbers) {
    return Tensor.of(shape, numbers);
  }

  @Test
  void theMeanOfAChannelOverSamplesAndPlacesIsTakenOut() {
    Shape shape = Shape.of(1, 2, 2);
    List<Map<String, Tensor>> exact = samples(of(shape, 1, 2, 3, 4), of(shape, 5, 6, 7, 8));
    List<Map<String, Tensor>> changed = samples(of(shape, 2, 3, 3, 4), of(shape, 6, 7, 7, 12));
    List<Map<String, Tensor>> centred = MeanShift.removed(exact, changed, 1);
    assertThat(numbers(centred, 0)).containsExactly(1, 2, 2, 3);
    assertThat(numbers(centred, 1)).containsExactly(5, 6, 6, 11);
  }

  @Test
  void aNegativeAxisCountsFromTheLast() {
    Shape shape = Shape.of(2, 2);
    List<Map<String, Tensor>> centred =
        MeanShift.removed(samples(of(shape, 0, 0, 0, 0)), samples(of(shape, 1, 5, 3, 5)), -1);
    assertThat(numbers(centred, 0)).containsExactly(-1, 0, 1, 0);
  }

  @Test
  void integersAreLeftAsTheyAre() {
    Tensor one = Tensor.ofIntegers(DType.INT8, Shape.of(1, 1), new int[] {1});
    Tensor two = Tensor.ofIntegers(DType.INT8, Shape.of(1, 1), new int[] {2});
    assertThat(MeanShift.removed(samples(one), samples(two), 1)).isEqualTo(samples(two));
  }
}
