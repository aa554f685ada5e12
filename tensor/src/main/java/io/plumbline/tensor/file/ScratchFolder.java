package io.plumbline.tensor.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder among the temporary ones, new and of a name that nobody else has. Closing it deletes it
 * with all that lies in it, and so does an end of the process, also by a signal; links in it are
 * deleted, not followed.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path path;
  private final Thread atExit;

  private ScratchFolder(Path path) {
    this.path = path;
    this.atExit = new Thread(this::deleteQuietly, "plumbline-scratch");
  }

  /**
   * Makes the folder.
   *
   * @param prefix of its name
   * @throws IOException when the place for temporary files cannot be written
   */
  public static ScratchFolder create(String prefix) throws IOException {
    ScratchFolder folder = new ScratchFolder(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  /**
   * Makes a folder for what takes less than a day. Deletes what processes left under this prefix
   * that were killed so long ago.
   *
   * @param prefix of its name, used for such folders alone
   * @throws IOException when the place for temporary files cannot be written
   */
  public static ScratchFolder createBrief(String prefix) throws IOException {
    ScratchFolder folder = create(prefix);
    clearAbandoned(prefix, folder.path);
    return folder;
  }

  /** Deletes folders of this user that nobody has touched for a day. */
  private static void clearAbandoned(String prefix, Path own) throws IOException {
    Instant since = Instant.now().minus(ABANDONED);
    UserPrincipal user = Files.getOwner(own);
    Pattern made = Pattern.compile(Pattern.quote(prefix) + "\\d+");
    try (Stream<Path> beside = Files.list(own.resolveSibling(""))) {
      for (Path path : beside.toList()) {
        if (made.matcher(path.getFileName().toString()).matches() && isLeft(path, user, since)) {
          new ScratchFolder(path).deleteQuietly();
        }
      }
    }
  }

  private static boolean isLeft(Path path, UserPrincipal user, Instant since) {
    try {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(user)
          && Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(since);
    } catch (IOException e) {
      return false; // Somebody else has just deleted it.
    }
  }

  public Path path() {
    return path;
  }

  /**
   * Deletes the folder.
   *
   * @throws IOException when something in it cannot be deleted
   */
  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      delete();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void delete() throws IOException {
    List<Path> entries;
    try (Stream<Path> all = Files.walk(path)) {
      entries = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : entries) {
      Files.deleteIfExists(entry);
    }
  }

  private void deleteQuietly() {
    try {
      delete();
    } catch (IOException | UncheckedIOException e) {
      // Nobody is left to be told: the process is ending, or ended long ago.
    }
  }
}
