package io.plumbline.data.picture;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.UnsupportedException;

/** Whose conventions a picture file is read by. */
public enum ReadMode {
  /** Blue, green, red; uint8 0…255. */
  OPENCV,
  /** Red, green, blue; float32 0…1. */
  SKIMAGE;

  /**
   * The mode of a configuration's {@code read_mode}.
   *
   * @throws UnsupportedException for {@code PIL}, whose decoder is not available
   * @throws BadConfigurationException for any other text
   */
  public static ReadMode of(String text) {
    return switch (text) {
      case "opencv" -> OPENCV;
      case "skimage" -> SKIMAGE;
      case "PIL" ->
          throw new UnsupportedException(
              "preprocess.read-mode",
              "read_mode",
              "pictures are not read the way PIL does",
              "use opencv and BGR2RGBTransformer: the same pixels, but for ±2 steps of JPEG");
      default ->
          throw new BadConfigurationException(
              "preprocess.read-mode",
              "read_mode",
              "expected opencv, skimage or PIL, found '%s'".formatted(text),
              "write read_mode: opencv");
    };
  }
}
