package io.plumbline.tensor.file;

import io.plumbline.tensor.BadConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Keeps what a command reads from what it writes. */
public final class Overwriting {
  private Overwriting() {}

  /**
   * Holds that no output takes the place of an input, comes to lie in a folder of inputs, or is a
   * folder that an input lies in. Links are resolved; a hard link is another file, since outputs
   * take the place of names.
   *
   * @param inputs files and folders
   * @param outputs files and folders, which need not exist
   * @throws BadConfigurationException naming both
   */
  public static void refuse(Collection<Path> inputs, Collection<Path> outputs) {
    for (Path input : inputs) {
      Path read = real(input);
      for (Path output : outputs) {
        Path written = real(output);
        if (read.startsWith(written)
            || (read.equals(written.getParent()) && Files.isDirectory(read))
            || named(input).equals(named(output))) {
          throw new BadConfigurationException(
              "usage.overwrites-input",
              output.toString(),
              "this output would take the place of, or lie among, what the same command reads: "
                  + input,
              "choose another folder or another name for the output");
        }
      }
    }
  }

  /** The place itself where a path leads, as far as it exists. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      return named(absolute);
    }
  }

  /** The place of the name, whatever it links to. */
  private static Path named(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    return parent == null || name == null ? absolute : real(parent).resolve(name);
  }
}
