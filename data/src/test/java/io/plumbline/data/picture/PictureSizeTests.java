package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSizeTests {
  private static final int WIDTH = 371;
  private static final int HEIGHT = 23;

  private static byte[] encoded(String extension) {
    try (Mat picture = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3, new Scalar(1, 2, 3, 0));
        BytePointer file = new BytePointer()) {
      assertThat(opencv_imgcodecs.imencode("." + extension, picture, file)).isTrue();
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "webp", "tif", "ppm"})
  void theHeaderOfEveryFormatIsRead(String extension) {
    byte[] bytes = encoded(extension);
    assertThat(PictureSize.of(bytes)).contains(new PictureSize(WIDTH, HEIGHT));
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThat(PictureSize.of(part)).isIn(PictureSize.of(bytes), PictureSize.of(new byte[0]));
    }
  }

  @Test
  void fewBytesThatClaimManyPixelsAreNotDecoded() {
    byte[] png = encoded("png");
    ByteBuffer.wrap(png).putInt(16, 65_000).putInt(20, 65_000);
    byte[] bmp = encoded("bmp");
    Arrays.fill(bmp, 18, 26, (byte) 0x7F);
    byte[] ppm = "P6 99999 99999 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] gif = "GIF89a\u00ff\u00ff\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    for (byte[] bytes : new byte[][] {png, bmp, ppm, gif}) {
      assertThatThrownBy(() -> PictureReader.decode(bytes, "bomb", ReadMode.OPENCV))
          .isInstanceOfSatisfying(
              BadDataException.class, e -> assertThat(e.code()).isEqualTo("picture.too-large"));
    }
  }
}
