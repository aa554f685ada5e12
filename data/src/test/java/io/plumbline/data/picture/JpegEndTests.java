package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegEndTests {
  private static byte[] jpeg() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, i * 2654435);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "jpg", bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** A comment that looks like an end, as that of a thumbnail does. */
  private static byte[] withEndInComment(byte[] jpeg) {
    byte[] comment = {-1, (byte) 0xFE, 0, 4, -1, (byte) 0xD9};
    byte[] joined = Arrays.copyOf(jpeg, jpeg.length + comment.length);
    System.arraycopy(comment, 0, joined, 2, comment.length);
    System.arraycopy(jpeg, 2, joined, 2 + comment.length, jpeg.length - 2);
    return joined;
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] jpeg = withEndInComment(jpeg());
    for (int length = jpeg.length / 3; length < jpeg.length; length += 97) {
      byte[] cut = Arrays.copyOf(jpeg, length);
      assertThatThrownBy(() -> PictureReader.decode(cut, "cut.jpg", ReadMode.OPENCV))
          .isInstanceOf(BadDataException.class);
    }
  }

  @Test
  void aPictureThatLacksOnlyItsEndIsWhole() throws IOException {
    byte[] jpeg = jpeg();
    Picture whole = PictureReader.decode(jpeg, "whole.jpg", ReadMode.OPENCV);
    for (int less : new int[] {1, 2}) {
      byte[] shorter = Arrays.copyOf(jpeg, jpeg.length - less);
      Picture read = PictureReader.decode(shorter, "shorter.jpg", ReadMode.OPENCV);
      assertThat(read.pixels().sameAs(whole.pixels())).isTrue();
    }
    for (int less = 3; less < 60; less++) {
      byte[] cut = Arrays.copyOf(jpeg, jpeg.length - less);
      try {
        Picture read = PictureReader.decode(cut, "cut.jpg", ReadMode.OPENCV);
        assertThat(read.pixels().sameAs(whole.pixels())).as("%d bytes less", less).isTrue();
      } catch (BadDataException e) {
        assertThat(e).hasMessageContaining("cut off");
      }
    }
  }

  @Test
  void whatFollowsTheEndDoesNotMatter() throws IOException {
    byte[] jpeg = withEndInComment(jpeg());
    for (int more : new int[] {0, 1, 500}) {
      byte[] longer = Arrays.copyOf(jpeg, jpeg.length + more);
      assertThatCode(() -> PictureReader.decode(longer, "whole.jpg", ReadMode.OPENCV))
          .doesNotThrowAnyException();
    }
  }
}
