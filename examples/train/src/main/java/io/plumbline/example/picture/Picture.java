package io.plumbline.example.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * One labelled picture.
 *
 * @param pixels packed 0xRRGGBB, row by row, {@link #SIZE} × {@link #SIZE}
 */
public record Picture(Motif motif, Pixels pixels) {
  /** Height and width in pixels. */
  public static final int SIZE = 48;

  /** Pixels with reference equality, so that the record may carry an array. */
  public static final class Pixels {
    private final int[] packed;

    Pixels(int[] packed) {
      this.packed = packed;
    }

    /** The channel (0 red, 1 green, 2 blue) of a pixel, 0…255. */
    public int channel(int pixel, int channel) {
      return packed[pixel] >> (16 - 8 * channel) & 0xFF;
    }
  }

  /** Writes an 8-bit RGB PNG. */
  public void writePng(Path file) throws IOException {
    var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, SIZE, SIZE, pixels.packed, 0, SIZE);
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this JDK has no PNG writer");
    }
  }
}
