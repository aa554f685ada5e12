package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.pipeline.doctor.Recipe;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.trial.Tuning;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of several compilations. What works on one model cannot take it.
 *
 * @param tasks its compilations, in order
 */
record PulsarTaskList(Path file, List<Configuration> tasks) implements Configuration {
  PulsarTaskList {
    tasks = List.copyOf(tasks);
  }

  @Override
  public List<Configuration> parts() {
    return tasks;
  }

  @Override
  public Statements statements(int inputs) {
    throw several();
  }

  @Override
  public Translation translate(Optional<String> target) {
    throw several();
  }

  @Override
  public Optional<YamlNode> preprocess() {
    throw several();
  }

  @Override
  public Recipe recipe(CompileRequest request) {
    throw several();
  }

  @Override
  public String prepared(String text, Recipe given, Recipe wanted) {
    throw several();
  }

  @Override
  public String tuned(String text, Tuning tuning) {
    throw several();
  }

  @Override
  public String moved(String text, Path folder) {
    throw several();
  }

  private BadConfigurationException several() {
    return new BadConfigurationException(
        "config.several-tasks",
        file.toString(),
        "it has %s, and this command takes one model".formatted(Count.of(tasks.size(), "task")),
        "'plumb compile', 'plumb check' and 'pulsar build' take them all; compiling leaves a"
            + " PREFIX_output_config.prototxt of each, which every command takes");
  }
}
