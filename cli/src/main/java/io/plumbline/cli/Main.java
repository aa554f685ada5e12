package io.plumbline.cli;

import io.plumbline.cli.command.PlumbCommand;
import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.cli.console.StandardError;
import io.plumbline.report.PlainText;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.PlumblineException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    StandardError.takeOver();
    System.exit(run(arguments));
  }

  /** Runs one command line and returns its exit status. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new PlumbCommand());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::usageError);
    line.setExecutionExceptionHandler(Main::failure);
    int status = line.execute(arguments);
    return isWritten() ? status : unwritten(status);
  }

  /** Standard output swallows its errors until it is asked for them. */
  private static boolean isWritten() {
    return !System.out.checkError();
  }

  /** A failure of the command itself says more than that its output is lost. */
  private static int unwritten(int status) {
    new Console(System.out, System.err, false, false)
        .error(
            new EnvironmentException(
                "environment.output",
                "standard output",
                "what was printed could not be written",
                "make room where the output goes, or keep its reader running, and run again"));
    return status == ExitStatus.OK ? ExitStatus.ENVIRONMENT : status;
  }

  private static int usageError(ParameterException error, String[] arguments) {
    PrintWriter err = error.getCommandLine().getErr();
    err.println("error[usage]: " + PlainText.lines(String.valueOf(error.getMessage())));
    err.println("  where: " + error.getCommandLine().getCommandSpec().qualifiedName());
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println(
        "  to do: see '%s --help'"
            .formatted(error.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitStatus.USAGE;
  }

  private static int failure(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
    boolean verbose = parsed.expandedArgs().stream().anyMatch(Main::asksForTrace);
    Console console = new Console(System.out, System.err, false, verbose);
    if (error instanceof PlumblineException known) {
      console.error(known);
      return ExitStatus.of(known);
    }
    console.defect(error);
    return ExitStatus.INTERNAL;
  }

  private static boolean asksForTrace(String argument) {
    return argument.equals("-v") || argument.equals("--verbose");
  }
}
