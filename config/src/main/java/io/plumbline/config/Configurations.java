package io.plumbline.config;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.horizon.HorizonDialect;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;

/** Reads configuration files of any dialect. */
public final class Configurations {
  /** The first that recognises a file reads it; the last recognises all and says what is wrong. */
  private static final List<Dialect> DIALECTS = List.of(new HorizonDialect());

  private Configurations() {}

  /**
   * Reads a file and checks its keys.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when it is missing, no YAML, or has a key
   *     that its dialect does not know
   */
  public static Configuration read(Path file) {
    YamlNode root = YamlReader.read(file);
    Dialect dialect =
        DIALECTS.stream().filter(each -> each.recognises(root)).findFirst().orElseThrow();
    return dialect.read(root, file);
  }
}
