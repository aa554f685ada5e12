package io.plumbline.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumb debug}: where the accuracy of a quantized model goes. */
@Command(
    name = "debug",
    description = "Finds the nodes that cost accuracy, and why they do.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DebugSensitivityCommand.class,
      DebugAccumulateCommand.class,
      DebugDistributionCommand.class,
      DebugChannelsCommand.class,
      DebugAnalysisCommand.class,
      DebugCausesCommand.class,
      DebugRunAllCommand.class
    })
public final class DebugCommand implements Runnable {
  @SuppressWarnings("unused")
  @Mixin
  private GlobalOptions global;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
