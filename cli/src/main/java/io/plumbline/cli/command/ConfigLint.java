package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.lint.ConfigLinter;
import io.plumbline.pipeline.ModelInputs;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a configuration and prints what is suspicious about it. */
final class ConfigLint {
  private static final String RESOLVED = "_output_config.prototxt";
  private static final String MISSING = "lint.missing-folder";

  private final Console console;
  private final Configuration configuration;
  private final List<Finding> findings = new ArrayList<>();

  ConfigLint(Console console, Configuration configuration) {
    this.console = console;
    this.configuration = configuration;
  }

  /** Reads a configuration of one model. */
  static ConfigLint of(Console console, Path config) {
    return new ConfigLint(console, Configurations.read(config));
  }

  Configuration configuration() {
    return configuration;
  }

  /** What the file asks for. */
  CompileRequest request() {
    return request(Optional.empty());
  }

  /**
   * What the file asks for, of another target perhaps.
   *
   * @param target a name or a file; empty for that of the file
   */
  CompileRequest request(Optional<String> target) {
    Configuration.Translation translation = translated(target);
    tell(translation.findings());
    return translation.request();
  }

  /**
   * Likewise, of what needs the samples that the file names.
   *
   * @throws BadDataException when there are none where it names them
   */
  CompileRequest withSamples(Optional<String> target) {
    Configuration.Translation translation = configuration.translate(target);
    if (translation.request().calibration() instanceof FolderData) {
      ConfigLinter.lint(configuration, ModelInputs.NONE).stream()
          .filter(finding -> finding.code().equals(MISSING))
          .findFirst()
          .ifPresent(
              missing -> {
                throw new BadDataException(
                    "data.folder", missing.where(), missing.message(), "check the path");
              });
    }
    return request(target);
  }

  /**
   * What a refused setting stands beside is told first, since it may explain it; the rest is not.
   */
  private Configuration.Translation translated(Optional<String> target) {
    List<Finding> lint = ConfigLinter.lint(configuration, ModelInputs.NONE);
    try {
      Configuration.Translation translation = configuration.translate(target);
      tell(lint);
      return translation;
    } catch (PlumblineException e) {
      tell(lint.stream().filter(finding -> finding.where().equals(e.where())).toList());
      throw e;
    }
  }

  /**
   * Writes the file with every default beside what was made of it, where its dialect has such a
   * form and no option changed what it asks for.
   */
  void keepResolved(CompileRequest made) {
    CompileRequest own = configuration.translate().request();
    boolean same =
        own.options().equals(made.options())
            && own.goal().equals(made.goal())
            && own.effort() == made.effort()
            && own.target().equals(made.target())
            && own.calibration().equals(made.calibration())
            && own.folder().equals(made.folder())
            && own.prefix().equals(made.prefix());
    Path place = made.folder().resolve(made.prefix() + RESOLVED);
    configuration
        .resolved(place)
        .filter(_ -> same)
        .ifPresent(
            text -> {
              AtomicFile.write(place, text);
              console.say("wrote " + place);
            });
  }

  /** Holds the file against the inputs of its model. */
  void against(CompileRequest request) {
    tell(ConfigLinter.lint(configuration, ModelInputs.shapes(request)));
  }

  private void tell(List<Finding> more) {
    List<Finding> fresh =
        more.stream().distinct().filter(each -> !findings.contains(each)).toList();
    findings.addAll(fresh);
    console.findings(fresh);
  }

  /** All that was printed. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
