package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads picture files. */
public final class PictureReader {
  private static final float LARGEST_BYTE = 255;

  private PictureReader() {}

  /**
   * Reads a PNG, JPEG, BMP, GIF, WebP, TIFF or PNM picture, with three channels whatever the file
   * has, and upright as its EXIF orientation says.
   *
   * @return height × width × 3; channel order and type are those of the mode
   * @throws BadDataException when the file cannot be read or decoded, or declares more than 2²⁶
   *     pixels
   */
  public static Picture read(Path file, ReadMode mode) {
    String name = file.toString();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable", name, ReadFailure.of(file, e), "check the path", e);
    }
    return decode(bytes, name, mode);
  }

  /** The same from memory. */
  public static Picture decode(byte[] bytes, String name, ReadMode mode) {
    Optional<PictureSize> size = PictureSize.of(bytes);
    if (size.isPresent() && size.get().isTooLarge()) {
      throw new BadDataException(
          "picture.too-large",
          name,
          "declares %d × %d pixels; at most %d in all are decoded"
              .formatted(size.get().width(), size.get().height(), PictureSize.MOST_PIXELS),
          "scale the picture down, or remove the file");
    }
    if (size.isPresent() && JpegEnd.isMissing(bytes) && !JpegEnd.isAllThatIsMissing(bytes)) {
      throw new BadDataException(
          "picture.undecodable",
          name,
          "the JPEG is cut off: there is no end of the image in its %s"
              .formatted(Count.of(bytes.length, "byte")),
          "replace or remove the file");
    }
    Tensor pixels =
        size.flatMap(_ -> OpenCv.decode(bytes))
            .orElseThrow(
                () ->
                    new BadDataException(
                        "picture.undecodable",
                        name,
                        bytes.length == 0
                            ? "the file is empty"
                            : "expected a picture such as JPEG or PNG; these %s are none, or damaged"
                                .formatted(Count.of(bytes.length, "byte")),
                        "replace or remove the file"));
    Picture picture = new Picture(name, pixels);
    return switch (mode) {
      case OPENCV -> picture;
      case PIL -> new SwapRedBlue(ChannelOrder.HWC).apply(picture);
      case SKIMAGE -> unitRange(new SwapRedBlue(ChannelOrder.HWC).apply(picture));
    };
  }

  private static Picture unitRange(Picture picture) {
    float[] values = picture.as(DType.FLOAT32).pixels().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] /= LARGEST_BYTE;
    }
    return picture.with(Tensor.of(picture.shape(), values));
  }
}
