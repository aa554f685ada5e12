package io.plumbline.data.dataset;

import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder, of which nobody says what is true. */
public final class UnlabelledFiles {
  private UnlabelledFiles() {}

  /**
   * In the order of their names; each is its own truth. Hidden files and folders do not count.
   *
   * @throws BadDataException when the folder cannot be listed or holds no file
   */
  public static List<Example<Path>> read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Example<Path>> examples =
          files
              .filter(file -> Files.isRegularFile(file))
              .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
              .sorted(Comparator.comparing(Path::toString))
              .map(
                  file ->
                      new Example<>(
                          String.valueOf(file.getFileName()), new Origin.OfFile(file), file))
              .toList();
      if (examples.isEmpty()) {
        throw new BadDataException(
            "data.no-samples", folder.toString(), "it holds no file", "give a folder of samples");
      }
      return examples;
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), "the folder cannot be listed", "check the path", e);
    }
  }
}
