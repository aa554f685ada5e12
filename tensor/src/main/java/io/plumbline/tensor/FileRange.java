package io.plumbline.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies bytes of files into off-heap memory, so that later changes of a file change nothing. */
public final class FileRange {
  private static final long ALIGNMENT = 64;

  private FileRange() {}

  /**
   * All bytes of a file.
   *
   * @throws IOException when it cannot be read or shrinks meanwhile
   */
  public static MemorySegment readAll(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, 0, channel.size());
    }
  }

  /**
   * A range of a file.
   *
   * @throws IOException when it cannot be read or ends before the range does
   */
  public static MemorySegment read(FileChannel channel, long offset, long length)
      throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(length, ALIGNMENT);
    long found = SegmentFile.read(channel, offset, memory);
    if (found < length) {
      throw new IOException(
          "it ends after %d of %d bytes; something shortened it meanwhile"
              .formatted(offset + found, offset + length));
    }
    return memory;
  }
}
