package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureReaderTests {
  /** Two pixels, red and blue, in the portable pixmap format. */
  private static byte[] redAndBlue() {
    byte[] header = "P6 2 1 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(header, header.length + 6);
    bytes[header.length] = -1;
    bytes[header.length + 5] = -1;
    return bytes;
  }

  @Test
  void readModesDifferInChannelOrderAndRange() {
    Picture opencv = PictureReader.decode(redAndBlue(), "p", ReadMode.OPENCV);
    assertThat(opencv.pixels().dtype()).isEqualTo(DType.UINT8);
    assertThat(opencv.pixels().shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(opencv.pixels().toInts()).containsExactly(0, 0, 255, 255, 0, 0);
    Picture skimage = PictureReader.decode(redAndBlue(), "p", ReadMode.of("skimage"));
    assertThat(skimage.pixels().toFloats()).containsExactly(1, 0, 0, 0, 0, 1);
    Picture pil = PictureReader.decode(redAndBlue(), "p", ReadMode.of("PIL"));
    assertThat(pil.pixels().dtype()).isEqualTo(DType.UINT8);
    assertThat(pil.pixels().toInts()).containsExactly(255, 0, 0, 0, 0, 255);
  }

  @Test
  void damagedPicturesAreDataErrors() {
    assertThatThrownBy(() -> PictureReader.decode(new byte[0], "a.jpg", ReadMode.OPENCV))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("empty");
    Random random = new Random(20261121);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = redAndBlue();
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        PictureReader.decode(damaged, "a.ppm", ReadMode.OPENCV);
      } catch (BadDataException e) {
        assertThat(e.where()).isEqualTo("a.ppm");
      }
    }
  }
}
