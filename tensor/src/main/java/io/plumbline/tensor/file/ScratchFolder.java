package io.plumbline.tensor.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder among the temporary ones, new and of a name that nobody else has. Closing it deletes it
 * with all that lies in it, and so does an end of the process, also by a signal; links in it are
 * deleted, not followed.
 */
public final class ScratchFolder implements AutoCloseable {
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
      // The process is ending and nobody is left to be told.
    }
  }
}
