package io.plumbline.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Headerless files of little-endian row-major elements, whose type and shape are known elsewhere.
 */
public final class RawTensorFile {
  private static final List<DType> LIKELY =
      List.of(DType.UINT8, DType.FLOAT32, DType.FLOAT16, DType.INT32, DType.FLOAT64);

  private RawTensorFile() {}

  /**
   * Reads a file of exactly the declared size.
   *
   * @throws BadDataException when the file is missing or of another size
   */
  public static Tensor read(Path file, DType dtype, Shape shape) {
    String where = file.toString();
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          "data.missing-file", where, ReadFailure.missing(file), "check the path");
    }
    Tensor tensor = Tensor.allocate(dtype, shape);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != tensor.data().byteSize()) {
        throw wrongSize(where, dtype, shape, channel.size());
      }
      if (SegmentFile.read(channel, 0, tensor.data()) != tensor.data().byteSize()) {
        throw wrongSize(where, dtype, shape, channel.size());
      }
      return tensor;
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable", where, ReadFailure.of(file, e), "check permissions", e);
    }
  }

  /**
   * All bytes of a file: uint8 of rank 1.
   *
   * @throws BadDataException when the file is missing or cannot be read
   */
  public static Tensor readAll(Path file) {
    try {
      return read(file, DType.UINT8, Shape.of(Files.size(file)));
    } catch (IOException e) {
      throw new BadDataException(
          "data.missing-file", file.toString(), ReadFailure.missing(file), "check the path", e);
    }
  }

  private static BadDataException wrongSize(String where, DType dtype, Shape shape, long found) {
    return new BadDataException(
        "data.raw-size",
        where,
        "%s[%s] needs %d bytes, found %d"
            .formatted(dtype.label(), shape, shape.elements() * dtype.bytes(), found),
        guess(dtype, shape, found));
  }

  /** What else a file of this size might be. */
  private static String guess(DType expected, Shape shape, long found) {
    List<String> fits = new ArrayList<>();
    for (DType dtype : LIKELY) {
      if (shape.elements() * dtype.bytes() == found) {
        fits.add("%s[%s]".formatted(dtype.label(), shape));
      }
    }
    if (shape.elements() > 0 && found > 0 && found % shape.elements() == 0 && fits.isEmpty()) {
      fits.add("%d bytes an element".formatted(found / shape.elements()));
    }
    return fits.isEmpty()
        ? "declare the type and shape the file was written with"
        : "its size fits %s; declare that where a type can be declared, or write the file as %s"
            .formatted(String.join(" or ", fits), expected.label());
  }

  /**
   * Writes the elements and nothing else.
   *
   * @throws EnvironmentException when the file cannot be written
   */
  public static void write(Path file, Tensor tensor) {
    AtomicFile.write(file, out -> SegmentFile.write(tensor.data(), out));
  }
}
