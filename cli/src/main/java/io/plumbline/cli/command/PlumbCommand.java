package io.plumbline.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command; on its own it is a usage error, and says what there is. */
@Command(
    name = "plumb",
    description = "Turns a float neural network into an integer one and proves how true it stays.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      CheckCommand.class,
      CompileCommand.class,
      InferCommand.class,
      PerfCommand.class,
      BuildCommand.class,
      EmitCommand.class,
      VerifyCommand.class,
      EvalCommand.class,
      PrepareCommand.class,
      InspectCommand.class,
      DebugCommand.class,
      DoctorCommand.class,
      TuneCommand.class,
      ReportCommand.class,
      AgentCommand.class,
      InfoCommand.class,
      TargetsCommand.class,
      CompletionCommand.class,
      ManualCommand.class,
      CommandLine.HelpCommand.class
    })
public final class PlumbCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  @SuppressWarnings("unused")
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
