package io.plumbline.data.metric;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.ReadFailure;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** One class index for each pixel, row by row. */
public final class ClassMap {
  private static final long MOST_PIXELS = 1L << 26;

  private final int height;
  private final int width;
  private final int[] classes;

  /**
   * @param classes height × width of them
   */
  public ClassMap(int height, int width, int... classes) {
    this.height = height;
    this.width = width;
    this.classes = classes.clone();
  }

  /**
   * Reads a mask: a grey or palette picture whose samples are class indices.
   *
   * @throws BadDataException when it is no picture or has several channels
   */
  public static ClassMap read(Path file) {
    @Nullable BufferedImage image;
    try {
      image = decode(file);
    } catch (IOException e) {
      throw new BadDataException(
          "mask.unreadable",
          file.toString(),
          "the mask: " + ReadFailure.of(file, e),
          "check the path in the labels file",
          e);
    }
    if (image == null || image.getRaster().getNumBands() != 1) {
      throw new BadDataException(
          "mask.format",
          file.toString(),
          "expected a grey or palette picture of class indices, found "
              + (image == null ? "no picture" : image.getRaster().getNumBands() + " channels"),
          "save the mask as a PNG with one 8-bit channel");
    }
    Raster raster = image.getRaster();
    int[] samples =
        raster.getSamples(
            0,
            0,
            raster.getWidth(),
            raster.getHeight(),
            0,
            new int[raster.getWidth() * raster.getHeight()]);
    return new ClassMap(raster.getHeight(), raster.getWidth(), samples);
  }

  /** The picture, or nothing when it is none; its size is looked at before it is decoded. */
  private static @Nullable BufferedImage decode(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new BadDataException(
              "mask.too-large",
              file.toString(),
              "declares %s; at most %d are decoded"
                  .formatted(Count.of(pixels, "pixel"), MOST_PIXELS),
              "check that this is the right file");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * The class with the highest value at each position of a network's output.
   *
   * @param values of one picture
   * @param channelsLast whether they are height × width × classes; otherwise classes × height ×
   *     width
   */
  public static ClassMap highest(
      float[] values, int height, int width, int categories, boolean channelsLast) {
    int[] classes = new int[height * width];
    int classStep = channelsLast ? 1 : height * width;
    int pixelStep = channelsLast ? categories : 1;
    for (int pixel = 0; pixel < classes.length; pixel++) {
      int best = 0;
      for (int category = 1; category < categories; category++) {
        if (values[pixel * pixelStep + category * classStep]
            > values[pixel * pixelStep + best * classStep]) {
          best = category;
        }
      }
      classes[pixel] = best;
    }
    return new ClassMap(height, width, classes);
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public int at(int row, int column) {
    return classes[row * width + column];
  }
}
