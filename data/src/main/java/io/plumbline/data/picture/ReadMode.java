package io.plumbline.data.picture;

import io.plumbline.tensor.BadConfigurationException;

/** Whose conventions a picture file is read by. */
public enum ReadMode {
  /** Blue, green, red; uint8 0…255. */
  OPENCV,
  /** Red, green, blue; float32 0…1. */
  SKIMAGE,
  /** Red, green, blue; uint8 0…255. JPEG pixels may differ from Pillow's by two steps. */
  PIL;

  /**
   * The mode of a configuration's {@code read_mode}.
   *
   * @throws BadConfigurationException for any other text
   */
  public static ReadMode of(String text) {
    return switch (text) {
      case "opencv" -> OPENCV;
      case "skimage" -> SKIMAGE;
      case "PIL" -> PIL;
      default ->
          throw new BadConfigurationException(
              "preprocess.read-mode",
              "read_mode",
              "expected opencv, skimage or PIL, found '%s'".formatted(text),
              "write read_mode: opencv");
    };
  }
}
