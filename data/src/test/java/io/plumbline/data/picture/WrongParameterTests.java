package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.tensor.BadConfigurationException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every transformer with one parameter that it cannot use; the others are right. */
class WrongParameterTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AddTransformer | | value=much",
        "MeanTransformer | means=1 | data_format=WHC",
        "MeanTransformer | | means=red",
        "ScaleTransformer | | scale_value=1/255",
        "NormalizeTransformer | | std=0",
        "TransposeTransformer | | order=0",
        "TransposeTransformer | | order=0,1.9,2",
        "PILResizeTransformer | | size=40000",
        "ShortSideResizeTransformer | | short_size=8193",
        "ResizeTransformer | | target_size=8193",
        "PadTransformer | | size_divisor=10000",
        "PadTransformer | | target_size=10000",
        "WarpAffineTransformer | | input_shape=32767,1",
        "CenterCropTransformer | crop_size=2 | data_type=int",
        "CenterCropTransformer | | crop_size=-1",
        "PILCenterCropTransformer | | size=0",
        "PadResizeTransformer | target_size=2 | pad_position=left",
        "PadResizeTransformer | target_size=2 | pad_value=grey",
        "ResizeTransformer | target_size=2 | mode=PIL",
        "ResizeTransformer | target_size=2 | method=6",
        "ResizeTransformer | target_size=2 | anti_aliasing=maybe",
        "ResizeTransformer | target_size=2 | interpolation=INTER_CUBIC",
        "ResizeTransformer | target_size=2,mode=opencv | method=1",
        "ResizeTransformer | target_size=2,mode=opencv | interpolation=INTER_BEST",
        "PILResizeTransformer | size=2 | interpolation=Image.BEST",
        "PILResizeTransformer | size=2 | interpolation=6",
        "PILResizeTransformer | | size=2.5",
        "ShortLongResizeTransformer | short_size=9,include_im=false | long_size=0",
        "ShortLongResizeTransformer | short_size=9,long_size=10 | include_im=im",
        "PadTransformer | | size_divisor=0",
        "PadTransformer | | target_size=wide",
        "ShortSideResizeTransformer | | short_size=0",
        "PaddedCenterCropTransformer | | image_size=0",
        "PaddedCenterCropTransformer | | crop_pad=-1",
        "BGR2RGBTransformer | | data_format=NCHW",
        "RGB2BGRTransformer | | data_format=NCHW",
        "RGB2GRAYTransformer | | data_format=NCHW",
        "BGR2GRAYTransformer | | data_format=NCHW",
        "RGB2GRAY_128Transformer | | data_format=NCHW",
        "RGB2YUV444Transformer | | data_format=NCHW",
        "BGR2YUV444Transformer | | data_format=NCHW",
        "RGB2YUV444_128Transformer | | data_format=NCHW",
        "BGR2YUV444_128Transformer | | data_format=NCHW",
        "RGB2YUVBT601VIDEOTransformer | | data_format=NCHW",
        "BGR2YUVBT601VIDEOTransformer | | data_format=NCHW",
        "YUVTransformer | | color_sequence=GRB",
        "ReduceChannelTransformer | | data_format=NCHW",
        "BGR2NV12Transformer | | cvt_mode=skimage",
        "RGB2NV12Transformer | | cvt_mode=skimage",
        "NV12ToYUV444Transformer | target_size=2 | yuv444_output_layout=NHWC",
        "WarpAffineTransformer | input_shape=2 | scale=0",
        "WarpAffineTransformer | input_shape=2 | scale=3",
        "WarpAffineTransformer | input_shape=2 | scale=0.00000001",
        "WarpAffineTransformer | scale=1 | input_shape=x",
        "HWC2CHWTransformer | | order=1",
        "CHW2HWCTransformer | | order=1",
        "LongSideCropTransformer | | size=1",
        "F32ToS8Transformer | | scale=1",
        "F32ToU8Transformer | | scale=1",
      })
  void isNamed(String name, String right, String wrong) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (right != null) {
      for (String pair : List.of(right.split(",", -1))) {
        add(parameters, pair);
      }
    }
    add(parameters, wrong);
    BadConfigurationException error =
        catchThrowableOfType(
            BadConfigurationException.class, () -> Transformers.of(name, parameters));
    assertThat(error).as("no error").isNotNull();
    assertThat(error.where()).isEqualTo(name);
    assertThat(error).hasMessageContaining(wrong.substring(0, wrong.indexOf('=')));
  }

  private static void add(Map<String, Object> parameters, String pair) {
    String value = pair.substring(pair.indexOf('=') + 1);
    boolean isList = value.matches("[0-9.]+(,[0-9.]+)+");
    Object typed = value.matches("-?[0-9.]+") ? (Object) Double.valueOf(value) : value;
    if (isList) {
      typed = Arrays.stream(value.split(",", -1)).map(Double::valueOf).toList();
    }
    parameters.put(pair.substring(0, pair.indexOf('=')), typed);
  }

  @Test
  void misspelledParametersAreGuessed() {
    BadConfigurationException error =
        catchThrowableOfType(
            BadConfigurationException.class,
            () -> Transformers.of("BGR2NV12Transformer", Map.of("cvt_mod", "opencv")));
    assertThat(error).hasMessageContaining("did you mean 'cvt_mode'?");
    BadConfigurationException name =
        catchThrowableOfType(
            BadConfigurationException.class,
            () -> Transformers.of("BGR2NV21Transformer", Map.of()));
    assertThat(name).hasMessageContaining("did you mean 'BGR2NV12Transformer'?");
  }
}
