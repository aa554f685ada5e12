package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Colours and shapes; the colours follow from the coefficients of BT.601. */
class ColourTransformersTests {
  /** A transformer, what goes in and what comes out. */
  record Case(
      String name,
      Map<String, Object> parameters,
      Shape shape,
      List<Integer> pixels,
      List<Float> result) {
    @Override
    public String toString() {
      return name + parameters;
    }
  }

  private static final Shape PIXEL = Shape.of(1, 1, 3);
  private static final Map<String, Object> HWC = Map.of("data_format", "HWC");
  private static final List<Integer> RED = List.of(255, 0, 0);
  private static final List<Integer> BLUE_FIRST_RED = List.of(0, 0, 255);

  static List<Case> colours() {
    return List.of(
        new Case("RGB2YUV444Transformer", HWC, PIXEL, RED, List.of(76f, 85f, 255f)),
        new Case("BGR2YUV444Transformer", HWC, PIXEL, BLUE_FIRST_RED, List.of(76f, 85f, 255f)),
        new Case("RGB2YUV444_128Transformer", HWC, PIXEL, RED, List.of(-52f, -43f, 127f)),
        new Case(
            "BGR2YUV444_128Transformer", HWC, PIXEL, BLUE_FIRST_RED, List.of(-52f, -43f, 127f)),
        new Case("RGB2YUVBT601VIDEOTransformer", HWC, PIXEL, RED, List.of(81f, 90f, 240f)),
        new Case(
            "BGR2YUVBT601VIDEOTransformer", HWC, PIXEL, BLUE_FIRST_RED, List.of(81f, 90f, 240f)),
        new Case(
            "YUVTransformer", Map.of("color_sequence", "RGB"), PIXEL, RED, List.of(76f, 85f, 255f)),
        new Case("RGB2GRAY_128Transformer", HWC, PIXEL, RED, List.of(-52f)),
        new Case("ReduceChannelTransformer", HWC, PIXEL, List.of(3, 4, 5), List.of(3f)),
        new Case(
            "ReduceChannelTransformer",
            Map.of(),
            Shape.of(3, 1, 2),
            List.of(1, 2, 3, 4, 5, 6),
            List.of(1f, 2f)));
  }

  @ParameterizedTest
  @MethodSource("colours")
  void colour(Case each) {
    int[] pixels = each.pixels().stream().mapToInt(Integer::intValue).toArray();
    float[] result = apply(each.name(), each.parameters(), each.shape(), pixels);
    assertThat(result).hasSize(each.result().size());
    for (int i = 0; i < result.length; i++) {
      assertThat(result[i]).isEqualTo(each.result().get(i));
    }
  }

  private static float[] apply(
      String name, Map<String, Object> parameters, Shape shape, int... pixels) {
    Picture picture = new Picture("x", Tensor.ofIntegers(DType.UINT8, shape, pixels));
    return Transformers.of(name, parameters).apply(picture).pixels().toFloats();
  }

  /** Two pixels above are red, two below are black. */
  private static final int[] HALF_RED = {255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0};

  @Test
  void calculatedNv12HasTheMeanChromaOfItsBlock() {
    float[] planes =
        apply("RGB2NV12Transformer", Map.of("data_format", "HWC"), Shape.of(2, 2, 3), HALF_RED);
    assertThat(planes).containsExactly(76, 76, 0, 0, 106, 192);
  }

  /** OpenCV's coefficients are rounded, so the Y of red is 82 instead of 81. */
  @Test
  void openCvsNv12HasStudioSwingAndTheChromaOfOnePixel() {
    float[] planes =
        apply(
            "RGB2NV12Transformer",
            Map.of("data_format", "HWC", "cvt_mode", "opencv"),
            Shape.of(2, 2, 3),
            HALF_RED);
    assertThat(planes).containsExactly(82, 82, 16, 16, 90, 240);
  }

  @Test
  void nv12ComesBackWithItsChromaReplicated() {
    Picture planes =
        new Picture("x", Tensor.ofIntegers(DType.UINT8, Shape.of(3, 2, 1), 1, 2, 3, 4, 50, 60));
    float[] pixels =
        Transformers.of("NV12ToYUV444Transformer", Map.of("target_size", 2))
            .apply(planes)
            .pixels()
            .toFloats();
    assertThat(pixels).containsExactly(1, 50, 60, 2, 50, 60, 3, 50, 60, 4, 50, 60);
  }

  /** A transformer and the shape it makes of 10 × 7 × 3. */
  record Form(String name, Map<String, Object> parameters, Shape shape) {}

  static List<Form> forms() {
    return List.of(
        new Form("PILCenterCropTransformer", Map.of("size", 4), Shape.of(4, 4, 3)),
        new Form("LongSideCropTransformer", Map.of(), Shape.of(7, 7, 3)),
        new Form(
            "PaddedCenterCropTransformer",
            Map.of("image_size", 224, "crop_pad", 32),
            Shape.of(6, 6, 3)),
        new Form(
            "PadTransformer", Map.of("size_divisor", 8, "target_size", 12), Shape.of(16, 16, 3)),
        new Form(
            "ShortLongResizeTransformer",
            Map.of("short_size", 14, "long_size", 100, "include_im", "false"),
            Shape.of(20, 14, 3)),
        new Form(
            "ShortLongResizeTransformer",
            Map.of("short_size", 14, "long_size", 15, "include_im", "false"),
            Shape.of(15, 10, 3)),
        new Form(
            "WarpAffineTransformer",
            Map.of("input_shape", List.of(16, 20), "scale", 1),
            Shape.of(16, 20, 3)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void form(Form each) {
    Picture picture = new Picture("x", Tensor.allocate(DType.UINT8, Shape.of(10, 7, 3)));
    assertThat(Transformers.of(each.name(), each.parameters()).apply(picture).shape())
        .isEqualTo(each.shape());
  }

  @Test
  void paddingIsBottomAndRight() {
    float[] padded =
        apply(
            "PadTransformer",
            Map.of("size_divisor", 2, "target_size", 1),
            Shape.of(1, 1, 3),
            1,
            2,
            3);
    assertThat(padded).containsExactly(1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void warpingKeepsTheCentre() {
    float[] warped =
        apply(
            "WarpAffineTransformer",
            Map.of("input_shape", 4, "scale", 2),
            Shape.of(2, 2, 1),
            9,
            9,
            9,
            9);
    assertThat(warped).hasSize(16);
    assertThat(new float[] {warped[5], warped[6], warped[9], warped[10]}).containsOnly(9);
    assertThat(warped[0]).isZero();
  }
}
