package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusedStepsTests {
  private static final Map<String, Object> LAST = Map.of("data_format", "HWC");

  private static Transformer step(String name, Map<String, Object> parameters) {
    return Transformers.of(name + "Transformer", parameters);
  }

  private static Transformer crop() {
    return step("CenterCrop", Map.of("crop_size", List.of(6, 5)));
  }

  static List<List<Transformer>> chains() {
    Transformer resize = step("ShortSideResize", Map.of("short_size", 8));
    Transformer bytes =
        step("Resize", Map.of("target_size", 9, "mode", "opencv", "data_type", "uint8"));
    Transformer pil = step("PILResize", Map.of("size", 7));
    Transformer swap = step("BGR2RGB", LAST);
    Transformer planes = step("HWC2CHW", Map.of());
    Transformer means = step("Mean", Map.of("means", List.of(123.675, 116.28, 103.53)));
    Transformer meansLast =
        step("Mean", Map.of("means", List.of(123.675, 116.28, 103.53), "data_format", "HWC"));
    Transformer scale = step("Scale", Map.of("scale_value", 0.017));
    Transformer deviations = step("Normalize", Map.of("std", List.of(58.395, 57.12, 57.375)));
    Transformer swapPlanes = step("RGB2BGR", Map.of());
    return List.of(
        List.of(resize, crop(), swap, planes, means, scale),
        List.of(resize, crop(), meansLast, swap, scale),
        List.of(bytes, resize, crop(), planes, means, swapPlanes, deviations),
        List.of(pil, step("PILCenterCrop", Map.of("size", 5)), planes, scale, swapPlanes),
        List.of(step("F32ToS8", Map.of()), step("Add", Map.of("value", 3))));
  }

  static List<List<Transformer>> others() {
    return List.of(
        List.of(),
        List.of(crop(), step("Resize", Map.of("target_size", 4, "mode", "opencv"))),
        List.of(step("Scale", Map.of("scale_value", 2)), crop()),
        List.of(step("F32ToS8", Map.of())),
        List.of(step("RGB2GRAY", LAST), step("Scale", Map.of("scale_value", 2))),
        List.of(
            step("Add", Map.of("value", 1)), step("Transpose", Map.of("order", List.of(2, 1, 0)))));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void areEqualToOneAfterTheOther(List<Transformer> steps) {
    Picture picture = Goldens.picture(17, 13, 3);
    assertThat(FusedSteps.of(steps)).isPresent();
    Picture fused = new Preprocess(ReadMode.OPENCV, steps).apply(picture);
    assertThat(fused.pixels().sameAs(Preprocess.each(picture, steps).pixels())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherChainsAreLeftAlone(List<Transformer> steps) {
    Picture picture = Goldens.picture(17, 13, 3);
    assertThat(FusedSteps.of(steps)).isEmpty();
    Picture result = new Preprocess(ReadMode.PIL, steps).apply(picture);
    assertThat(result.pixels().sameAs(Preprocess.each(picture, steps).pixels())).isTrue();
  }

  @Test
  void mistakesAreStillFoundOnThePicture() {
    Preprocess wrong = new Preprocess(ReadMode.OPENCV, List.of(crop(), step("BGR2RGB", Map.of())));
    assertThatThrownBy(() -> wrong.apply(Goldens.picture(9, 9, 3)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("axis 0");
    Preprocess floats = new Preprocess(ReadMode.OPENCV, chains().getFirst());
    Picture picture = Goldens.picture(9, 9, 3).as(DType.FLOAT32);
    assertThat(
            floats
                .apply(picture)
                .pixels()
                .sameAs(Preprocess.each(picture, chains().getFirst()).pixels()))
        .isTrue();
  }
}
