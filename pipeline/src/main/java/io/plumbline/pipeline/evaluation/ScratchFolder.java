package io.plumbline.pipeline.evaluation;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder among the temporary ones, new and of a name that nobody else has. Closing it deletes it
 * with all that lies in it, and so does an end of the process by a signal; links in it are deleted,
 * not followed.
 */
final class ScratchFolder implements AutoCloseable {
  private final Path path;
  private final Thread atExit;

  private ScratchFolder(Path path) {
    this.path = path;
    this.atExit = new Thread(this::deleteQuietly, "plumbline-scratch");
  }

  /**
   * Makes the folder.
   *
   * @throws EnvironmentException when the place for temporary files cannot be written
   */
  static ScratchFolder create() {
    try {
      ScratchFolder folder = new ScratchFolder(Files.createTempDirectory("plumbline-eval-"));
      Runtime.getRuntime().addShutdownHook(folder.atExit);
      return folder;
    } catch (IOException e) {
      throw new EnvironmentException(
          "eval.dump",
          "temporary folder",
          "cannot be made: " + e.getMessage(),
          "name a folder with --dump",
          e);
    }
  }

  Path path() {
    return path;
  }

  /**
   * Deletes the folder.
   *
   * @throws EnvironmentException when something in it cannot be deleted
   */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      delete();
    } catch (IOException | UncheckedIOException e) {
      throw new EnvironmentException(
          "eval.scratch",
          path.toString(),
          "the temporary folder of outputs cannot be deleted: " + e.getMessage(),
          "delete it by hand",
          e);
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
