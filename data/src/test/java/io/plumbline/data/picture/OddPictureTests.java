package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of which a transformer would make nothing, or too much: a fault of the picture. */
class OddPictureTests {
  @ParameterizedTest
  @CsvSource({
    "ShortLongResizeTransformer, short_size=16 long_size=20, 1, 3000, picture.vanishes",
    "ShortLongResizeTransformer, short_size=16 long_size=20, 3000, 1, picture.vanishes",
    "PaddedCenterCropTransformer, image_size=3 crop_pad=32, 8, 8, picture.vanishes",
    "PaddedCenterCropTransformer, image_size=224, 1, 3000, picture.vanishes",
    "ShortSideResizeTransformer, short_size=300, 1, 3000, picture.too-large",
    "ShortSideResizeTransformer, short_size=8000, 3000, 1, picture.too-large",
    "PILResizeTransformer, size=300, 1, 3000, picture.too-large",
    "PILResizeTransformer, size=8000, 3000, 1, picture.too-large",
    "PadTransformer, size_divisor=8192, 8193, 1, picture.too-large",
    "ResizeTransformer, target_size=8000, 1, 40000, picture.too-large",
    "WarpAffineTransformer, input_shape=8, 1, 32767, picture.too-large",
  })
  void areNamed(String name, String parameters, int height, int width, String code) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (String pair : List.of(parameters.split(" ", -1))) {
      int mark = pair.indexOf('=');
      given.put(pair.substring(0, mark), Integer.valueOf(pair.substring(mark + 1)));
    }
    if (name.startsWith("ShortLong")) {
      given.put("include_im", "false");
    }
    Preprocess preprocess = new Preprocess(ReadMode.OPENCV, List.of(Transformers.of(name, given)));
    Tensor pixels = Tensor.allocate(DType.UINT8, Shape.of(height, width, 3));
    BadDataException error =
        catchThrowableOfType(
            BadDataException.class, () -> preprocess.apply(new Picture("odd.png", pixels)));
    assertThat(error).as("no error").isNotNull();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.where()).isEqualTo("odd.png");
    assertThat(error).hasMessageContaining(name);
  }
}
