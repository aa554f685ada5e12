package io.plumbline.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    synopsisSubcommandLabel = "COMMAND")
public final class PlumbCommand implements Runnable {
  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
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
          ExplainCommand.class,
          CompletionCommand.class,
          ManualCommand.class,
          CommandLine.HelpCommand.class);

  /** Those that tell of the others. */
  private static final Set<Class<?>> TELLING =
      Set.of(CompletionCommand.class, ManualCommand.class, CommandLine.HelpCommand.class);

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

  /** The program with all its own commands. */
  public static CommandLine line() {
    CommandLine line = new CommandLine(new PlumbCommand());
    COMMANDS.forEach(line::addSubcommand);
    return line;
  }

  /**
   * The program with one command alone, since reading what all of them take is longer work than
   * some commands do.
   *
   * @return empty where the word names none, or one that tells of the others
   */
  public static Optional<CommandLine> line(String word) {
    return COMMANDS.stream()
        .filter(command -> word.equals(command.getAnnotation(Command.class).name()))
        .filter(command -> !TELLING.contains(command))
        .findFirst()
        .map(command -> new CommandLine(new PlumbCommand()).addSubcommand(command));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
