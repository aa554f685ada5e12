package io.plumbline.config.horizon;

import java.nio.file.Path;

/**
 * Paths as a configuration in a folder writes them.
 *
 * @param folder absolute and normalised
 */
record PathsFrom(Path folder) {
  PathsFrom {
    folder = folder.toAbsolutePath().normalize();
  }

  /** Relative where both have one root; with slashes. */
  String to(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.getRoot() != null && absolute.getRoot().equals(folder.getRoot())
        ? folder.relativize(absolute).toString().replace('\\', '/')
        : absolute.toString();
  }
}
