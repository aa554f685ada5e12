package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.config.horizon.CompileSettings;
import io.plumbline.config.horizon.ConfigFile;
import io.plumbline.config.lint.ConfigLinter;
import io.plumbline.pipeline.ModelInputs;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a configuration and prints what is suspicious about it as soon as it is known, since a
 * setting that a finding explains may be refused next.
 */
final class ConfigLint {
  private final Console console;
  private final ConfigFile file;
  private final List<Finding> findings = new ArrayList<>();

  ConfigLint(Console console, Path config) {
    this.console = console;
    this.file = ConfigFile.read(config);
    tell(ConfigLinter.lint(file, ModelInputs.NONE));
  }

  ConfigFile file() {
    return file;
  }

  /** The settings of the file. */
  CompileSettings settings() {
    CompileSettings settings = new CompileSettings(file);
    tell(settings.findings());
    return settings;
  }

  /** Holds the file against the inputs of its model. */
  void against(CompileRequest request) {
    tell(ConfigLinter.lint(file, ModelInputs.shapes(request)));
  }

  private void tell(List<Finding> more) {
    for (Finding finding : more) {
      if (!findings.contains(finding)) {
        findings.add(finding);
        console.finding(finding);
      }
    }
  }

  /** All that was printed. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
