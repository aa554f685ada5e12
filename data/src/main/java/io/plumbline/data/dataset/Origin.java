package io.plumbline.data.dataset;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Where the elements of a sample come from. */
public sealed interface Origin {
  /** The place, for messages. */
  String where();

  /** A file of its own: picture, array or raw. */
  record OfFile(Path file) implements Origin {
    @Override
    public String where() {
      return file.toString();
    }
  }

  /**
   * A record inside a larger file.
   *
   * @param picture makes a picture file of it in memory, without loss, so that the transformers see
   *     what they would see of a file on disk
   */
  record OfRecord(String where, Supplier<byte[]> picture) implements Origin {}
}
