package io.plumbline.cli.command;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The names of a network's classes by index, one a line; empty lines do not count. */
final class ClassNameFile {
  private ClassNameFile() {}

  /**
   * @throws BadDataException when it cannot be read
   */
  static List<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new BadDataException(
          "classes.unreadable",
          file.toString(),
          "the class names: " + ReadFailure.of(file, e),
          "check the path",
          e);
    }
  }
}
