package io.plumbline.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that nobody ever sees half of one: to a new file beside it, then renamed. When
 * writing fails nothing is left behind and an existing file keeps its content. Links are replaced,
 * never followed; several writers of one file each write a whole one, and the last stays.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Fills a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, making its folder if need be.
   *
   * @throws EnvironmentException when the disk is full or the folder may not be written
   */
  public static void write(Path file, Content content) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      writeBeside(absolute, content);
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.write",
          file.toString(),
          "cannot be written: " + reason(e),
          "free space or choose a folder that can be written",
          e);
    }
  }

  private static void writeBeside(Path file, Content content) throws IOException {
    Path temporary = temporaryBeside(file);
    boolean renamed = false;
    try (OutputStream created =
        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try (OutputStream out = new BufferedOutputStream(created, 1 << 16)) {
        content.writeTo(out);
      }
      rename(temporary, file);
      renamed = true;
    } finally {
      if (!renamed) {
        discard(temporary);
      }
    }
  }

  /** Writes UTF-8 text. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A hidden name in the same folder that nobody can foresee, however long the name of the path is.
   * Make it anew: when it exists all the same, fail.
   */
  public static Path temporaryBeside(Path path) {
    return path.resolveSibling(".plumbline-" + UUID.randomUUID() + ".part");
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The first failure is the one to report.
    }
  }

  /** What the system says, without the name of the file that is renamed at the end. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "its permissions, or those of its folder, forbid it";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> SystemMessage.of(e);
    };
  }
}
