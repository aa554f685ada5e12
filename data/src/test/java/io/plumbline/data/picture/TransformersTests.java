package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformersTests {
  private static Picture floats(Shape shape, float... values) {
    return new Picture("picture", Tensor.of(shape, values));
  }

  private static Picture bytes(Shape shape, int... values) {
    return new Picture("picture", Tensor.ofIntegers(DType.UINT8, shape, values));
  }

  private static Picture apply(Picture picture, String name, Map<String, Object> parameters) {
    return Transformers.of(name, parameters).apply(picture);
  }

  @Test
  void arithmeticIsPerElementInFloat32() {
    Picture picture = bytes(Shape.of(1, 1, 3), 0, 128, 255);
    assertThat(apply(picture, "AddTransformer", Map.of("value", -128)).pixels().toFloats())
        .containsExactly(-128, 0, 127);
    assertThat(apply(picture, "ScaleTransformer", Map.of("scale_value", 0.5)).pixels().toFloats())
        .containsExactly(0, 64, 127.5f);
    assertThat(
            apply(
                    picture,
                    "MeanTransformer",
                    Map.of("means", List.of(1, 2, 3), "data_format", "HWC"))
                .pixels()
                .toFloats())
        .containsExactly(-1, 126, 252);
    assertThat(apply(picture, "NormalizeTransformer", Map.of("std", 2)).pixels().toFloats())
        .containsExactly(0, 64, 127.5f);
  }

  @Test
  void meansFollowTheChannelAxis() {
    Picture picture = floats(Shape.of(3, 1, 2), 1, 1, 2, 2, 3, 3);
    assertThat(
            apply(picture, "MeanTransformer", Map.of("means", List.of(1, 2, 3)))
                .pixels()
                .toFloats())
        .containsOnly(0);
  }

  @Test
  void axesMoveThereAndBack() {
    Picture picture = bytes(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);
    Picture first = apply(picture, "HWC2CHWTransformer", Map.of());
    assertThat(first.pixels().shape()).isEqualTo(Shape.of(3, 1, 2));
    assertThat(first.pixels().toInts()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(apply(first, "CHW2HWCTransformer", Map.of()).pixels().sameAs(picture.pixels()))
        .isTrue();
    assertThat(
            apply(picture, "TransposeTransformer", Map.of("order", List.of(2, 0, 1)))
                .pixels()
                .sameAs(first.pixels()))
        .isTrue();
  }

  @Test
  void coloursSwapInEitherLayoutAndType() {
    Picture picture = bytes(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);
    Map<String, Object> last = Map.of("data_format", "HWC");
    assertThat(apply(picture, "BGR2RGBTransformer", last).pixels().toInts())
        .containsExactly(3, 2, 1, 6, 5, 4);
    Picture planes = apply(picture, "HWC2CHWTransformer", Map.of()).as(DType.FLOAT32);
    assertThat(apply(planes, "RGB2BGRTransformer", Map.of()).pixels().toFloats())
        .containsExactly(3, 6, 2, 5, 1, 4);
    assertThatThrownBy(() -> apply(picture, "BGR2RGBTransformer", Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("axis 0");
  }

  @Test
  void greyWeighsTheChannels() {
    Picture picture = bytes(Shape.of(1, 3, 3), 255, 0, 0, 0, 255, 0, 0, 0, 255);
    assertThat(
            apply(picture, "BGR2GRAYTransformer", Map.of("data_format", "HWC")).pixels().toInts())
        .containsExactly(29, 150, 76);
    Picture planes = apply(picture, "HWC2CHWTransformer", Map.of());
    assertThat(apply(planes, "RGB2GRAYTransformer", Map.of()).pixels().toInts())
        .containsExactly(76, 150, 29);
  }

  @Test
  void cropTakesTheMiddle() {
    Picture picture = bytes(Shape.of(3, 4, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Picture cropped = apply(picture, "CenterCropTransformer", Map.of("crop_size", List.of(1, 2)));
    assertThat(cropped.pixels().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(cropped.pixels().toFloats()).containsExactly(6, 7);
    assertThatThrownBy(() -> apply(picture, "CenterCropTransformer", Map.of("crop_size", 4)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("3x4");
  }

  /** Values by cv2.resize of OpenCV 4.10 are those of half-pixel linear interpolation. */
  @Test
  void resizeIsHalfPixelLinear() {
    Picture picture = floats(Shape.of(1, 2, 1), 0, 8);
    Map<String, Object> parameters = Map.of("target_size", List.of(1, 4), "mode", "opencv");
    assertThat(apply(picture, "ResizeTransformer", parameters).pixels().toFloats())
        .containsExactly(0, 2, 6, 8);
  }

  @ParameterizedTest
  @CsvSource({"500,375,341,256", "375,500,256,341", "256,256,256,256", "10,20,256,512"})
  void shortSideKeepsTheRatio(int height, int width, int newHeight, int newWidth) {
    Picture picture = new Picture("p", Tensor.allocate(DType.UINT8, Shape.of(height, width, 3)));
    Picture resized = apply(picture, "ShortSideResizeTransformer", Map.of("short_size", 256));
    assertThat(resized.shape()).isEqualTo(Shape.of(newHeight, newWidth, 3));
  }

  @Test
  void letterBoxFillsTheRest() {
    Picture picture = floats(Shape.of(1, 2, 1), 5, 5);
    assertThat(
            apply(picture, "PadResizeTransformer", Map.of("target_size", List.of(3, 2)))
                .pixels()
                .toFloats())
        .containsExactly(127, 127, 5, 5, 127, 127);
    assertThat(
            apply(
                    picture,
                    "PadResizeTransformer",
                    Map.of("target_size", 2, "pad_value", 0, "pad_position", "bottom_right"))
                .pixels()
                .toFloats())
        .containsExactly(5, 5, 0, 0);
  }

  @Test
  void castsRoundHalfToEvenAndSaturate() {
    Picture picture = floats(Shape.of(1, 1, 4), -200, 0.5f, 1.5f, 300);
    assertThat(apply(picture, "F32ToS8Transformer", Map.of()).pixels().toInts())
        .containsExactly(-128, 0, 2, 127);
    assertThat(apply(picture, "F32ToU8Transformer", Map.of()).pixels().toInts())
        .containsExactly(0, 0, 2, 255);
  }

  @Test
  void refusalsSayWhatToWrite() {
    assertThatThrownBy(() -> Transformers.of("ResizeTransfomer", Map.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("did you mean 'ResizeTransformer'?");
    assertThatThrownBy(() -> Transformers.of("WarpAffineTransformer", Map.of()))
        .hasMessageContaining("input_shape is missing");
    assertThatThrownBy(
            () ->
                Transformers.of(
                    "ShortLongResizeTransformer",
                    Map.of("short_size", 2, "long_size", 4, "include_im", "True")))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("im_info");
    assertThatThrownBy(
            () -> Transformers.of("ResizeTransformer", Map.of("target_size", 2, "method", 6)))
        .hasMessageContaining("a whole number from 0 to 5");
    assertThatThrownBy(
            () ->
                Transformers.of(
                    "PILResizeTransformer", Map.of("size", 2, "interpolation", "LINEAR")))
        .hasMessageContaining("BILINEAR");
    assertThatThrownBy(() -> Transformers.of("CenterCropTransformer", Map.of("crop_sise", 224)))
        .hasMessageContaining("did you mean 'crop_size'?");
    assertThatThrownBy(
            () -> Transformers.of("CenterCropTransformer", Map.of("crop_size", 2, "data_typ", "u")))
        .hasMessageContaining("did you mean 'data_type'?");
    assertThatThrownBy(() -> Transformers.of("CenterCropTransformer", Map.of("crop_size", "big")))
        .hasMessageContaining("found big");
    assertThatThrownBy(() -> Transformers.of("NormalizeTransformer", Map.of("std", 0)))
        .hasMessageContaining("other than 0");
    assertThat(Transformers.SUPPORTED).isSorted();
  }
}
