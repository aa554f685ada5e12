package io.plumbline.device.agent;

import io.plumbline.device.wire.Line;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.SystemMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A module on its way to the disk, in a file of its own that is deleted unless it is kept. */
final class Arrival implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private Arrival(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Makes the file, before a client may send.
   *
   * @param suffix of its name
   * @param length bytes that will come
   * @throws EnvironmentException when there is no room for them
   */
  static Arrival at(Path folder, String suffix, long length) {
    try {
      long left = Files.getFileStore(folder).getUsableSpace();
      if (left < length) {
        throw failed(folder, "%s bytes are left there, and %s are to come".formatted(left, length));
      }
      Path file = Files.createTempFile(folder, "", suffix);
      return new Arrival(file, FileChannel.open(file, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw failed(folder, SystemMessage.of(e));
    }
  }

  Path file() {
    return file;
  }

  /** Takes the module off the line; its SHA-256 in hexadecimal digits. */
  String take(long length, Line line) throws IOException {
    return take(length, line, channel, file);
  }

  /**
   * Takes bytes off a line. Where they cannot be written the rest is taken all the same, so that
   * the client hears what happened and the connection stays.
   *
   * @throws EnvironmentException when they cannot be written
   * @throws IOException when the line breaks
   */
  static String take(long length, Line line, WritableByteChannel channel, Path where)
      throws IOException {
    Sha256 hash = new Sha256();
    @Nullable IOException[] failure = {null};
    line.take(
        length,
        (bytes, count) -> {
          hash.add(bytes, count);
          failure[0] = failure[0] == null ? written(bytes, count, channel) : failure[0];
        });
    IOException refused = failure[0];
    if (refused != null) {
      throw failed(where, SystemMessage.of(refused));
    }
    return hash.hex();
  }

  private static @Nullable IOException written(
      byte[] bytes, int count, WritableByteChannel channel) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** Brings it to the disk under another name of the same folder. */
  void keepAs(Path name) {
    try {
      channel.force(true);
      channel.close();
      Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(name, SystemMessage.of(e));
    }
  }

  private static EnvironmentException failed(Path where, String why) {
    return new EnvironmentException(
        "agent.disk",
        where.toString(),
        "the module cannot be written: " + why,
        "make room on the agent's disk, or start it with another --store");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
