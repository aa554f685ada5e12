package io.plumbline.tensor.file;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A folder that one at a time writes to, among all programs that ask. The operating system ends the
 * lock with the process that holds it, so a kill leaves nothing to be cleaned up by hand.
 */
public final class FolderLock implements AutoCloseable {
  /** The file that is locked; there while the folder is in use. */
  public static final String FILE_NAME = ".plumbline.lock";

  private static final int TRIES = 100;

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a folder.
   *
   * @throws EnvironmentException when another holds it, or it does not exist or may not be written
   */
  public static FolderLock take(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    try {
      for (int attempt = 0; attempt < TRIES; attempt++) {
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        if (!isLocked(channel)) {
          channel.close();
          throw inUse(folder);
        }
        if (isCurrent(file, channel)) {
          return new FolderLock(file, channel);
        }
        channel.close();
      }
      throw inUse(folder);
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.write",
          folder.toString(),
          "cannot be kept from other writers: " + e,
          "choose a folder that can be written and has no %s of somebody else".formatted(FILE_NAME),
          e);
    }
  }

  /** Whether the lock is ours now. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Whether the locked file still has its name; whoever held it before may have removed that. */
  private static boolean isCurrent(Path file, FileChannel channel) throws IOException {
    String token = UUID.randomUUID().toString();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)), 0);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && token.equals(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  private static EnvironmentException inUse(Path folder) {
    return new EnvironmentException(
        "environment.folder-in-use",
        folder.toString(),
        "another run is writing to this folder",
        "wait for it to end, or choose another folder");
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.write", file.toString(), "cannot be removed: " + e, "remove it", e);
    }
  }
}
