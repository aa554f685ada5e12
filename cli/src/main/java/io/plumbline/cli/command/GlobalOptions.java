package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ProgressForm;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options every command takes. */
public final class GlobalOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output and nothing else there.")
  private boolean json;

  @Option(
      names = "--progress",
      paramLabel = "FORM",
      defaultValue = "text",
      converter = ProgressLabel.class,
      description =
          "What standard error tells of the work: text, json (one JSON object a line, also of"
              + " findings and errors), or none (findings and errors alone).")
  private ProgressForm progress;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more; show stack traces.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  /** Where a command says what it does. */
  public Console console() {
    return Console.ofProcess(json, verbose, progress, CommandName.of(command));
  }

  boolean json() {
    return json;
  }

  boolean helpRequested() {
    return help;
  }
}
