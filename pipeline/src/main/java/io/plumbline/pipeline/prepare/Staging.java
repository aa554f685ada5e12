package io.plumbline.pipeline.prepare;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder beside the destination in which files are made; they move when all are there. Closing
 * removes it with what is left in it.
 *
 * @param destination where the files will be
 * @param folder where they are made
 */
record Staging(Path destination, Path folder) implements AutoCloseable {
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
      if (!request.force() && !list(destination).isEmpty()) {
        throw refused(
            destination,
            "already holds %d files".formatted(list(destination).size()),
            "name an empty or a new folder, or write over those of the same names with --force");
      }
      Path folder = destination.resolveSibling("." + destination.getFileName() + ".part");
      Files.createDirectories(folder);
      return new Staging(destination, folder);
    } catch (IOException e) {
      throw unwritable(destination, e);
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
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  /** Moves files of these names to the destination, and names what else is there. */
  List<Finding> publish(List<String> names) {
    try {
      Files.createDirectories(destination);
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
                  "%d files were there before and stay, such as %s; a calibration would use them too"
                      .formatted(others.size(), others.first())));
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
