package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resizes against the libraries they are named after. */
class ResizeGoldenTests {
  static List<Goldens.Line> pil() {
    return Goldens.read("pil_resize.txt");
  }

  static List<Goldens.Line> skimage() {
    return Goldens.read("skimage_resize.txt");
  }

  @ParameterizedTest
  @MethodSource("pil")
  void pilIsEqualInEveryByte(Goldens.Line golden) {
    Picture picture = Goldens.picture(golden.number(1), golden.number(2), 3);
    Map<String, Object> parameters =
        Map.of(
            "size",
            List.of(golden.number(3), golden.number(4)),
            "interpolation",
            "Image." + golden.words().getFirst());
    Picture resized = Transformers.of("PILResizeTransformer", parameters).apply(picture);
    assertThat(resized.pixels().toInts())
        .containsExactly(golden.values().stream().mapToInt(Double::intValue).toArray());
  }

  @ParameterizedTest
  @MethodSource("skimage")
  void skimageIsEqualToSevenDigits(Goldens.Line golden) {
    List<Double> expected = golden.values();
    int pixels = golden.number(4) * golden.number(5);
    Picture picture = Goldens.picture(golden.number(2), golden.number(3), expected.size() / pixels);
    Map<String, Object> parameters =
        Map.of(
            "target_size", List.of(golden.number(4), golden.number(5)),
            "method", golden.number(0),
            "anti_aliasing", golden.words().get(1));
    Picture fractions = Transformers.of("NormalizeTransformer", Map.of("std", 255)).apply(picture);
    Picture resized = Transformers.of("ResizeTransformer", parameters).apply(fractions);
    float[] found = resized.pixels().toFloats();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).as("element %d", i).isCloseTo(expected.get(i), within(3e-7));
    }
  }
}
