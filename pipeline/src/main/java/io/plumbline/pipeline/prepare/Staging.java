package io.plumbline.pipeline.prepare;

import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.file.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder beside the destination in which files are made; they move when all are there. Closing
 * removes it with what is left in it.
 *
 * @param destination where the files will be
 * @param folder where they are made, new and of a name that nobody else has
 * @param force whether the destination may hold files
 */
record Staging(Path destination, Path folder, boolean force) implements AutoCloseable {
  /**
   * Makes the folder.
   *
   * @throws BadConfigurationException when the destination holds files and may not be written over,
   *     or is the source
   */
  static Staging open(PreparedSet.Request request) {
    Path destination = request.destination().toAbsolutePath().normalize();
    try {
      if (destination.equals(request.source().toAbsolutePath().normalize())) {
        throw refused(destination, "is the folder of the pictures", "name another folder");
      }
      if (Files.exists(destination) && !Files.isDirectory(destination)) {
        throw refused(destination, "is a file", "name a folder");
      }
      requireEmpty(destination, request.force());
      Path parent = destination.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path folder = Files.createDirectory(AtomicFile.temporaryBeside(destination));
      return new Staging(destination, folder, request.force());
    } catch (IOException e) {
      throw unwritable(destination, e);
    }
  }

  private static void requireEmpty(Path destination, boolean force) throws IOException {
    int files = list(destination).size();
    if (!force && files > 0) {
      throw refused(
          destination,
          String.format(Locale.ROOT, "already holds %s", Count.of(files, "file")),
          "name an empty or a new folder, or write over those of the same names with --force");
    }
  }

  private static BadConfigurationException refused(Path destination, String message, String todo) {
    return new BadConfigurationException(
        "prepare.destination", destination.toString(), message, todo);
  }

  private static EnvironmentException unwritable(Path where, IOException e) {
    return new EnvironmentException(
        "environment.write",
        where.toString(),
        "cannot be written: " + e,
        "free space or choose a folder that can be written",
        e);
  }

  private static List<String> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.equals(FolderLock.FILE_NAME))
          .sorted()
          .toList();
    }
  }

  /**
   * Moves files of these names to the destination, and names what else is there.
   *
   * @throws BadConfigurationException when files have come there meanwhile
   * @throws EnvironmentException when another run is writing there
   */
  List<Finding> publish(List<String> names) {
    try {
      Files.createDirectories(destination);
    } catch (IOException e) {
      throw unwritable(destination, e);
    }
    try (FolderLock _ = FolderLock.take(destination)) {
      requireEmpty(destination, force);
      for (String name : names) {
        Files.move(
            folder.resolve(name), destination.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      TreeSet<String> others = new TreeSet<>(list(destination));
      names.forEach(others::remove);
      return others.isEmpty()
          ? List.of()
          : List.of(
              Finding.warning(
                  "prepare.other-files",
                  destination.toString(),
                  String.format(
                      Locale.ROOT,
                      "%s, such as %s; a calibration would use" + " them too",
                      Count.of(
                          others.size(),
                          "file was there before and stays",
                          "files were there before and stay"),
                      others.first())));
    } catch (IOException e) {
      throw unwritable(destination, e);
    }
  }

  @Override
  public void close() {
    try {
      for (String name : list(folder)) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }
}
