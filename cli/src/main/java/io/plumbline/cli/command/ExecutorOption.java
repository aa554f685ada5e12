package io.plumbline.cli.command;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.tensor.BadConfigurationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What runs integer programs. */
final class ExecutorOption {
  @Option(
      names = "--executor",
      paramLabel = "NAME",
      description =
          "What runs an integer program: native (a module's own code, whoever built it), vector or"
              + " reference. If not given: native code that you built, else vector.")
  private @Nullable String name;

  @Option(names = "--native", description = "The same as --executor native.")
  private boolean ownCode;

  /**
   * The executor asked for.
   *
   * @throws BadConfigurationException when two are
   */
  Optional<String> chosen() {
    if (!ownCode) {
      return Optional.ofNullable(name);
    }
    if (name != null && !name.equals(CompiledExecutor.NAME)) {
      throw new BadConfigurationException(
          "usage", "--native", "--executor %s is given too".formatted(name), "give one of them");
    }
    return Optional.of(CompiledExecutor.NAME);
  }

  /**
   * The executor asked for a model.
   *
   * @throws BadConfigurationException when one is asked for and the model is none of integers
   */
  Optional<String> chosenFor(ModelFiles files) {
    if (chosen().isPresent() && !Plumbline.isProgram(files)) {
      throw new BadConfigurationException(
          "usage",
          "--executor",
          "%s is no integer program; ONNX Runtime runs it".formatted(files.model()),
          "leave the option out");
    }
    return chosen();
  }
}
