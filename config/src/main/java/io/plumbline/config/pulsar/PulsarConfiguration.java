package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.pipeline.doctor.Recipe;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.trial.Tuning;
import io.plumbline.pipeline.verification.ErrorMeasurement;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A checked file of this dialect.
 *
 * @param writes whether it has a form with every default: one of the first generation
 */
record PulsarConfiguration(PulsarFile config, boolean writes) implements Configuration {
  @Override
  public Statements statements(int inputs) {
    return new PulsarStatements(config, writes).read();
  }

  @Override
  public Translation translate(Optional<String> target) {
    PulsarSettings settings = new PulsarSettings(config, target);
    return new Translation(settings.request(), settings.findings());
  }

  @Override
  public Optional<ErrorMeasurement> measurement() {
    Optional<ErrorMeasurement> measurement =
        new PulsarSettings(config, Optional.empty()).measurement();
    measurement.filter(_ -> config.measures()).ifPresent(this::requireSamples);
    return measurement;
  }

  /** Told before a compilation, of which these samples are needed at the end. */
  private void requireSamples(ErrorMeasurement measurement) {
    if (measurement.samples() instanceof FolderData data) {
      for (Path folder : data.folders()) {
        if (!Files.exists(folder)) {
          throw new BadDataException(
              "data.folder",
              config.errors().where("path"),
              "samples that errors are to be measured on: %s: %s"
                  .formatted(folder, ReadFailure.ofFolder(folder)),
              "check the path");
        }
      }
    }
  }

  @Override
  public OptionalDouble weightBits() {
    return PulsarMixture.of(config).weightBits();
  }

  @Override
  public Optional<String> resolved(Path place) {
    if (!writes) {
      return Optional.empty();
    }
    return Optional.of(
        ResolvedProto.of(config, new PulsarSettings(config, Optional.empty()), place));
  }

  @Override
  public Optional<YamlNode> preprocess() {
    return new PulsarSettings(config, Optional.empty()).preprocess();
  }

  @Override
  public Recipe recipe(CompileRequest request) {
    throw new BadConfigurationException(
        "doctor.no-preprocess",
        config.file().toString(),
        "no steps say how pictures become the input: they are stretched to its size",
        "write the steps into PREFIX_config.resolved.yaml, which compiling leaves, and give that");
  }

  @Override
  public String prepared(String text, Recipe given, Recipe wanted) {
    throw notWritten();
  }

  @Override
  public String tuned(String text, Tuning tuning) {
    if (tuning.equals(Tuning.AS_GIVEN)) {
      return text;
    }
    throw notWritten();
  }

  @Override
  public String moved(String text, Path folder) {
    throw notWritten();
  }

  private BadConfigurationException notWritten() {
    return new BadConfigurationException(
        "config.not-written",
        config.file().toString(),
        "a configuration in protobuf's text format is read, and not changed",
        "give PREFIX_config.resolved.yaml, which 'plumb compile -c' of this file leaves");
  }
}
