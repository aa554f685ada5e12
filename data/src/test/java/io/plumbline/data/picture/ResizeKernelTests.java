package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resizing as other libraries do it. */
class ResizeKernelTests {
  private static final int ROWS = 5;
  private static final int COLUMNS = 4;

  /**
   * Goldens of SciPy 1.17.1: {@code gaussian_filter(x, (factor − 1)/2, mode='mirror')}, then {@code
   * zoom(…, order, mode='mirror', grid_mode=True)}, clipped to the range of x; which is what
   * skimage.transform.resize is made of.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|2|0|37 10 30 3 23 97",
        "3|2|1|36.759889 42.221651 60.552228 36.447772 54.778349 60.240111",
        "3|2|2|27.235029 40.882230 62.273975 34.726025 56.117770 69.764971",
        "3|2|3|27.269326 40.083431 62.360062 34.639938 56.916569 69.730674",
        "3|2|4|25.919381 39.373015 62.409457 34.590543 57.626985 71.080619",
        "3|2|5|25.590828 38.987751 62.414695 34.585305 58.012249 71.409172",
        "7|6|0|0 37 37 74 10 10 47 84 84 20 57 57",
        "7|6|1|12.880952 25.214286 47.476190 62.523810 41.5 24.976190 33.023810",
        "7|6|2|2.632825 13.670611 47.592421 74.050903 38.564683 14.898455 22.160072",
        "7|6|3|2.689907 12.812492 49.926013 74.304724 37.382427 16.095877 20.780498",
        "7|6|4|2.214045 11.354737 50.505205 75.760289 36.320344 15.233954 19.115210",
        "7|6|5|2.062976 10.905529 51.071414 76.095382 35.838341 15.243954 18.539478"
      })
  void skimage(int height, int width, int method, String golden) {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 101;
    }
    Picture picture = new Picture("x", Tensor.of(Shape.of(ROWS, COLUMNS, 1), values));
    float[] resized =
        Transformers.of(
                "ResizeTransformer",
                Map.of("target_size", List.of(height, width), "method", method))
            .apply(picture)
            .pixels()
            .toFloats();
    List<Double> expected = Arrays.stream(golden.split(" ", -1)).map(Double::valueOf).toList();
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) resized[i]).isEqualTo(expected.get(i), within(2e-5));
    }
  }

  /** Computed by hand from Pillow's documented filters and fixed-point rule. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 255|4|BILINEAR|0 64 191 255",
        "0 255|4|BICUBIC|0 53 202 255",
        "0 255|4|NEAREST|0 0 255 255",
        "0 255|4|BOX|0 0 255 255",
        "0 70 140 210|2|BILINEAR|50 160",
        "0 10 20 31|2|BOX|5 26",
        "0 10 20 31|2|NEAREST|10 31",
        "7 7 7 7 7|3|LANCZOS|7 7 7",
        "7 7 7 7 7|2|HAMMING|7 7"
      })
  void pillow(String row, int size, String filter, String golden) {
    int[] values = Arrays.stream(row.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    int[] expected = Arrays.stream(golden.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    PilFilter kind = PilFilter.of(filter).orElseThrow();
    Tensor line = Tensor.ofIntegers(DType.UINT8, Shape.of(1, values.length, 1), values);
    assertThat(new PilResize(1, size, kind).apply(new Picture("x", line)).pixels().toInts())
        .containsExactly(expected);
    Tensor column = line.reshape(Shape.of(values.length, 1, 1));
    assertThat(new PilResize(size, 1, kind).apply(new Picture("x", column)).pixels().toInts())
        .containsExactly(expected);
  }

  @Test
  void pillowsShortSideTruncatesTheLongOne() {
    Tensor picture = Tensor.allocate(DType.UINT8, Shape.of(5, 7, 3));
    Transformer resize = Transformers.of("PILResizeTransformer", Map.of("size", 3));
    assertThat(resize.apply(new Picture("x", picture)).shape()).isEqualTo(Shape.of(3, 4, 3));
  }
}
