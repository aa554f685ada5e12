package io.plumbline.cli.command;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A new configuration beside the one it is made of, so that relative paths mean the same.
 *
 * @param source text of the one it is made of
 * @param file that does not exist yet
 */
record MendedFile(String source, Path file) {
  /**
   * Checks both before any long work.
   *
   * @param output where the new one goes; empty for the old name with an ending
   * @throws BadConfigurationException when the file exists or lies elsewhere, or the old one cannot
   *     be read
   */
  static MendedFile beside(Path config, Optional<Path> output, String ending) {
    Path file = output.orElseGet(() -> config.resolveSibling(named(config, ending)));
    if (Files.exists(file)) {
      throw new BadConfigurationException(
          "mend.exists",
          file.toString(),
          "the file exists already, and nothing is written over",
          "choose another name for it");
    }
    if (!Objects.equals(folder(file), folder(config))) {
      throw new BadConfigurationException(
          "mend.other-folder",
          file.toString(),
          "paths in the configuration are relative to its folder",
          "write the new one into the folder of " + config);
    }
    try {
      return new MendedFile(Files.readString(config), file);
    } catch (IOException e) {
      throw new BadConfigurationException(
          "config.unreadable", config.toString(), ReadFailure.of(config, e), "check the path", e);
    }
  }

  private static String named(Path config, String ending) {
    String name = String.valueOf(config.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) + ending + name.substring(dot) : name + ending;
  }

  private static @Nullable Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }
}
