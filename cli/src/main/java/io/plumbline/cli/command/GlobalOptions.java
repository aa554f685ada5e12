package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import picocli.CommandLine.Option;

/** The options every command takes. */
final class GlobalOptions {
  @Option(
      names = "--json",
      description = "Print one JSON object on standard output and nothing else there.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more; show stack traces.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  Console console() {
    return Console.ofProcess(json, verbose);
  }

  boolean helpRequested() {
    return help;
  }
}
