package io.plumbline.config.horizon;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import java.util.Optional;

/** A checked file of this dialect. */
record HorizonConfiguration(ConfigFile config) implements Configuration {
  @Override
  public Statements statements(int inputs) {
    return new HorizonStatements(config, inputs).read();
  }

  @Override
  public Translation translate() {
    CompileSettings settings = new CompileSettings(config);
    return new Translation(settings.request(), settings.findings());
  }

  @Override
  public Optional<YamlNode> preprocess() {
    return config.preprocess();
  }
}
