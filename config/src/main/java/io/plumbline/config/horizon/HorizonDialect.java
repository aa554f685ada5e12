package io.plumbline.config.horizon;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.yaml.YamlNode;
import java.nio.file.Path;

/** Groups of keys in YAML; being the oldest dialect here, it takes every file. */
public final class HorizonDialect implements Dialect {
  @Override
  public boolean recognises(YamlNode root) {
    return true;
  }

  @Override
  public Configuration read(YamlNode root, Path file) {
    return new HorizonConfiguration(ConfigFile.check(root, file));
  }
}
