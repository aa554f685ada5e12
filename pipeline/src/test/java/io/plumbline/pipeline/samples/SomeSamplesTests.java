package io.plumbline.pipeline.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder of which no more than so many samples are used. */
class SomeSamplesTests {
  private static final int FILES = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "10, 10", "11, 10"})
  void onePartOfTheFolderGivesOneSample(int most, int size) {
    for (int i = 0; i < FILES; i++) {
      NpyFile.write(folder.resolve("%02d.npy".formatted(i)), Tensor.of(Shape.of(1), (float) i));
    }
    SampleSource samples =
        new FolderData(List.of(folder), Optional.empty())
            .withMost(most)
            .open(
                List.of(new Port("x", DType.FLOAT32, List.of(1L))), new LinkedHashMap<>(), _ -> {});
    assertThat(samples.size()).isEqualTo(size);
    List<Integer> places =
        IntStream.range(0, size)
            .mapToObj(i -> (int) number(samples.load(i).orElseThrow()))
            .toList();
    IntStream.range(0, size)
        .forEach(
            i -> assertThat(places.get(i)).isBetween(i * FILES / size, (i + 1) * FILES / size));
    assertThat(places).isSorted().doesNotHaveDuplicates();
  }

  private static float number(Map<String, Tensor> sample) {
    return sample.values().iterator().next().toFloats()[0];
  }
}
