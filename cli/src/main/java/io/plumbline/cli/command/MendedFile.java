package io.plumbline.cli.command;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A new configuration that is made of another.
 *
 * @param old the other one
 * @param text of the other one
 * @param file that does not exist yet
 */
record MendedFile(Path old, String text, Path file) {
  /**
   * Checks both before any long work.
   *
   * @param output where the new one goes; empty for the old name with an ending beside it
   * @throws BadConfigurationException when the file exists or its folder does not, or the old one
   *     cannot be read
   */
  static MendedFile of(Path config, Optional<Path> output, String ending) {
    Path file = output.orElseGet(() -> config.resolveSibling(named(config, ending)));
    if (Files.exists(file)) {
      throw new BadConfigurationException(
          "mend.exists",
          file.toString(),
          "the file exists already, and nothing is written over",
          "choose another name for it");
    }
    if (!Files.isDirectory(folder(file))) {
      throw new BadConfigurationException(
          "mend.no-folder",
          file.toString(),
          "its folder does not exist",
          "make it, or name another");
    }
    return new MendedFile(config, YamlReader.text(config), file);
  }

  private static String named(Path config, String ending) {
    String name = String.valueOf(config.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) + ending + name.substring(dot) : name + ending;
  }

  /** The text of the old one, with paths as they lead from the folder of the new one. */
  String source(Configuration given) {
    return folder(file).equals(folder(old)) ? text : given.moved(text, folder(file));
  }

  private static Path folder(Path file) {
    return Objects.requireNonNullElse(file.toAbsolutePath().normalize().getParent(), file);
  }
}
