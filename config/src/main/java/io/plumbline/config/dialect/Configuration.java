package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.pipeline.doctor.Recipe;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.trial.Tuning;
import io.plumbline.pipeline.verification.ErrorMeasurement;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A configuration file whose keys are those of its dialect. */
public interface Configuration {
  /**
   * What it asks for.
   *
   * @param findings what was read but is done otherwise, or not at all
   */
  record Translation(CompileRequest request, List<Finding> findings) {
    public Translation {
      findings = List.copyOf(findings);
    }
  }

  /** The compilations that it asks for, in order: mostly itself alone. */
  default List<Configuration> parts() {
    return List.of(this);
  }

  /** How many bits weights may have in the mean, 4…8, where layers are to be found for 4 bits. */
  default OptionalDouble weightBits() {
    return OptionalDouble.empty();
  }

  /**
   * What it says, whether or not that can be compiled.
   *
   * @param inputs how many inputs the model is known to have; 0 when unknown
   */
  Statements statements(int inputs);

  /**
   * Translates it.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when values contradict each other or do
   *     not go together
   */
  default Translation translate() {
    return translate(Optional.empty());
  }

  /**
   * Translates it for another target than its own.
   *
   * @param target what the options {@code --target} and {@code --march} name, paths relative to the
   *     working folder; empty for the target of the configuration
   * @throws io.plumbline.tensor.BadConfigurationException likewise, or when there is no such target
   */
  Translation translate(Optional<String> target);

  /**
   * How the finished model is to be held to the float one, besides what every compilation measures;
   * empty where it does not say.
   */
  default Optional<ErrorMeasurement> measurement() {
    return Optional.empty();
  }

  /**
   * The configuration in its own dialect with every value that has an effect; empty where the
   * dialect has no such form but the YAML that every compilation leaves.
   *
   * @param place where it is to lie; paths in it are relative to that
   */
  default Optional<String> resolved(Path place) {
    return Optional.empty();
  }

  /**
   * How pictures become samples, inline or in a file of its own; empty when nothing says it.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when that file cannot be read
   */
  Optional<YamlNode> preprocess();

  /**
   * How pictures become what the network takes.
   *
   * @param request that this asks for
   * @throws io.plumbline.tensor.BadConfigurationException when nothing says it
   */
  Recipe recipe(CompileRequest request);

  /**
   * The text of the file with pictures prepared in another way; all other lines are those of the
   * file.
   *
   * @param text of the file
   * @param given what {@link #recipe} says
   */
  String prepared(String text, Recipe given, Recipe wanted);

  /**
   * The text of the file with other settings of quantization; all other lines are those of the
   * file, without what would win over these settings.
   *
   * @param text of the file
   * @throws io.plumbline.tensor.BadConfigurationException when the dialect is only read
   */
  String tuned(String text, Tuning tuning);

  /**
   * The text of the file as it reads the same files from another folder; all other lines are those
   * of the file, and where results go is meant from there.
   *
   * @param text of the file
   * @throws io.plumbline.tensor.BadConfigurationException when the dialect is only read
   */
  String moved(String text, Path folder);
}
