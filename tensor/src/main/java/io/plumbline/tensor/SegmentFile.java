package io.plumbline.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Moves raw bytes between files and off-heap memory of any size. */
final class SegmentFile {
  private static final long CHUNK = 1 << 20;

  private SegmentFile() {}

  /**
   * Fills the memory from a position of the file.
   *
   * @return the bytes read; fewer than asked for when the file ends early
   */
  static long read(FileChannel channel, long position, MemorySegment memory) throws IOException {
    long done = 0;
    while (done < memory.byteSize()) {
      long size = Math.min(memory.byteSize() - done, 1 << 30);
      ByteBuffer buffer = memory.asSlice(done, size).asByteBuffer();
      int read = channel.read(buffer, position + done);
      if (read < 0) {
        break;
      }
      done += read;
    }
    return done;
  }

  static void write(MemorySegment memory, OutputStream out) throws IOException {
    for (long done = 0; done < memory.byteSize(); done += CHUNK) {
      long size = Math.min(CHUNK, memory.byteSize() - done);
      out.write(memory.asSlice(done, size).toArray(ValueLayout.JAVA_BYTE));
    }
  }
}
