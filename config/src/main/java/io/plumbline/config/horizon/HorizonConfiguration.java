package io.plumbline.config.horizon;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.pipeline.doctor.Recipe;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.trial.Tuning;
import java.nio.file.Path;
import java.util.Optional;

/** A checked file of this dialect. */
record HorizonConfiguration(ConfigFile config) implements Configuration {
  @Override
  public Statements statements(int inputs) {
    return new HorizonStatements(config, inputs).read();
  }

  @Override
  public Translation translate(Optional<String> target) {
    CompileSettings settings = new CompileSettings(config, target);
    return new Translation(settings.request(), settings.findings());
  }

  @Override
  public Optional<YamlNode> preprocess() {
    return config.preprocess();
  }

  @Override
  public Recipe recipe(CompileRequest request) {
    return RecipeText.read(config, request);
  }

  @Override
  public String prepared(String text, Recipe given, Recipe wanted) {
    return RecipeText.changed(text, config.file().toString(), given, wanted);
  }

  @Override
  public String tuned(String text, Tuning tuning) {
    return TuningText.changed(text, config, tuning);
  }

  @Override
  public String moved(String text, Path folder) {
    return MovedText.of(text, config, folder);
  }
}
