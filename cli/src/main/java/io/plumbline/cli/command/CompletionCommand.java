package io.plumbline.cli.command;

import io.plumbline.cli.console.ExitStatus;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumb completion}: commands and options in a shell by the tabulator key. */
@Command(
    name = "completion",
    description = "Prints a script for bash or zsh that completes commands and options.",
    footer = "In a shell: source <(plumb completion)")
public final class CompletionCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    if (global.json()) {
      global.console().result(Map.of("script", script));
      return ExitStatus.OK;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(script);
    out.flush();
    return ExitStatus.OK;
  }
}
