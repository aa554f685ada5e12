package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlNode;
import java.nio.file.Path;

/** A way to write configurations. */
public interface Dialect {
  /** Whether a file is written in it, as its first keys say. */
  boolean recognises(YamlNode root);

  /**
   * Checks the keys of a file that is recognised.
   *
   * @param file names the source in errors; paths in the file are relative to its folder
   * @throws io.plumbline.tensor.BadConfigurationException naming file, line, key and nearest
   *     spelling
   */
  Configuration read(YamlNode root, Path file);
}
