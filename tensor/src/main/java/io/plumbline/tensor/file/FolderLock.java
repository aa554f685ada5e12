package io.plumbline.tensor.file;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one at a time writes to, among all programs that ask. The operating system ends the
 * lock with the process that holds it, so a kill leaves nothing to be cleaned up by hand.
 *
 * <p>A lock of POSIX belongs to the process and ends when the process closes <em>any</em> channel
 * of the file (fcntl(2)). So nobody here opens the file of a folder that this program holds
 * already, and a holder closes what it opened only when it gives the folder back.
 */
public final class FolderLock implements AutoCloseable {
  /** The file that is locked; there while the folder is in use. It says which process uses it. */
  public static final String FILE_NAME = ".plumbline.lock";

  /** The code of the error that says so. */
  public static final String IN_USE = "environment.folder-in-use";

  private static final int TRIES = 100;

  /** How the locked file begins. */
  private static final Pattern PROCESS = Pattern.compile("^(\\d{1,10}) ");

  private static final int LONGEST = 100;

  /** Beyond what is written, so that the lock keeps nobody from reading, not even on Windows. */
  private static final long LOCKED_BYTE = 1 << 20;

  /** The folders that this program holds, by their real paths; also the monitor of all opening. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path real;
  private final Path file;
  private final FileChannel locked;
  private final FileChannel named;

  private FolderLock(Path real, Path file, FileChannel locked, FileChannel named) {
    this.real = real;
    this.file = file;
    this.locked = locked;
    this.named = named;
  }

  /**
   * Takes a folder.
   *
   * @throws EnvironmentException when another holds it, or it does not exist or may not be written
   */
  public static FolderLock take(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    synchronized (HELD) {
      try {
        Path real = folder.toRealPath();
        if (HELD.contains(real)) {
          throw inUse(folder, "this process");
        }
        FolderLock lock = lock(folder, real, file);
        HELD.add(real);
        return lock;
      } catch (IOException e) {
        throw new EnvironmentException(
            "environment.write",
            folder.toString(),
            "cannot be kept from other writers: " + SystemMessage.of(e),
            "choose a folder that can be written and has no %s of somebody else"
                .formatted(FILE_NAME),
            e);
      }
    }
  }

  private static FolderLock lock(Path folder, Path real, Path file) throws IOException {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      FileChannel locked =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      FileChannel named = null;
      try {
        if (locked.tryLock(LOCKED_BYTE, 1, false) == null) {
          throw inUse(folder, holder(file));
        }
        named = current(file, locked);
        if (named != null) {
          return new FolderLock(real, file, locked, named);
        }
      } finally {
        if (named == null) {
          locked.close();
        }
      }
    }
    throw inUse(folder, "another run");
  }

  /** Who holds a lock that this program does not, as far as it is written there. */
  private static String holder(Path file) {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
      Matcher process = PROCESS.matcher(text);
      return process.find()
          ? "another run, process %s,".formatted(process.group(1))
          : "another run";
    } catch (IOException _) {
      return "another run";
    }
  }

  /**
   * A channel by the name of the locked file, or null when that name is another file's or nobody's:
   * whoever held it before may have removed it.
   */
  private static @Nullable FileChannel current(Path file, FileChannel locked) throws IOException {
    byte[] token =
        "%s %s\n"
            .formatted(ProcessHandle.current().pid(), UUID.randomUUID())
            .getBytes(StandardCharsets.US_ASCII);
    locked.truncate(0);
    locked.write(ByteBuffer.wrap(token), 0);
    FileChannel named;
    try {
      named = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return null;
    }
    ByteBuffer read = ByteBuffer.allocate(token.length);
    boolean same = false;
    try {
      named.read(read, 0);
      same = Arrays.equals(read.array(), token);
    } finally {
      if (!same) {
        named.close();
      }
    }
    return same ? named : null;
  }

  private static EnvironmentException inUse(Path folder, String holder) {
    return new EnvironmentException(
        IN_USE,
        folder.toString(),
        holder + " is writing to this folder",
        "wait for it to end, or choose another folder");
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    synchronized (HELD) {
      try (locked;
          named) {
        HELD.remove(real);
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new EnvironmentException(
            "environment.write",
            file.toString(),
            "cannot be removed: " + SystemMessage.of(e),
            "remove it",
            e);
      }
    }
  }
}
