package io.plumbline.cli;

import io.plumbline.cli.command.CommandName;
import io.plumbline.cli.command.PathText;
import io.plumbline.cli.command.PlumbCommand;
import io.plumbline.cli.command.Version;
import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.cli.console.ProgressForm;
import io.plumbline.cli.console.StandardError;
import io.plumbline.cli.console.Terminal;
import io.plumbline.cli.vendor.VendorCommands;
import io.plumbline.report.PlainText;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.PlumblineException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry. */
public final class Main {
  /** Columns that picocli needs, and those that are still pleasant to read. */
  private static final int LEAST_HELP = 55;

  private static final int WIDEST_HELP = 100;

  /** The system property by which the launcher says that standard output leads into a pipe. */
  private static final String PIPE = "plumbline.pipe";

  /** Shorter options are near to any other. */
  private static final int LEAST_SPELLED = 5;

  private static final List<String> VERSION = List.of("--version");

  private Main() {}

  public static void main(String[] arguments) {
    StandardError.takeOver();
    Locale.setDefault(Locale.ROOT);
    System.exit(run(arguments));
  }

  /** Runs one command line and returns its exit status. */
  public static int run(String... arguments) {
    return run(Optional.empty(), arguments);
  }

  /**
   * Likewise.
   *
   * @param typed the command of a vendor that the line is run for
   */
  private static int run(Optional<String> typed, String... arguments) {
    int status =
        VERSION.equals(List.of(arguments))
            ? version()
            : executed(lineOf(typed, arguments), arguments);
    return isWritten() ? status : unwritten(status, ProgressForm.in(List.of(arguments)));
  }

  /** Asked alone, as scripts do, this needs none of the commands, whose reading takes longer. */
  private static int version() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    Arrays.stream(new Version().getVersion()).forEach(out::println);
    return ExitStatus.OK;
  }

  /** All commands, as they are read here. */
  static CommandLine line() {
    CommandLine line = PlumbCommand.line();
    VendorCommands.addTo(
        line, (words, typed) -> run(Optional.of(typed), words.toArray(String[]::new)));
    return prepared(line, Optional.empty());
  }

  /** What a line needs: the command that it begins with where that stands alone, else all. */
  private static CommandLine lineOf(Optional<String> typed, String... arguments) {
    return Arrays.stream(arguments)
        .limit(1)
        .flatMap(word -> PlumbCommand.line(word).stream())
        .map(line -> prepared(line, typed))
        .findFirst()
        .orElseGet(Main::line);
  }

  private static CommandLine prepared(CommandLine line, Optional<String> typed) {
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(Math.clamp(Terminal.ofProcess().out(), LEAST_HELP, WIDEST_HELP));
    line.registerConverter(Path.class, new PathText());
    line.setParameterExceptionHandler((error, arguments) -> usageError(error, typed, arguments));
    line.setExecutionExceptionHandler(
        (error, command, parsed) ->
            failure(
                placed(error, typed),
                parsed.expandedArgs(),
                CommandName.of(command.getCommandSpec())));
    return line;
  }

  /** Errors of the virtual machine pass by the handlers of commands. */
  private static int executed(CommandLine line, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (Error error) {
      return failure(error, List.of(arguments), line.getCommandName());
    }
  }

  /** Standard output swallows its errors until it is asked for them. */
  private static boolean isWritten() {
    return !System.out.checkError();
  }

  /**
   * A failure of the command itself says more than that its output is lost. Who stops reading a
   * pipe, as {@code head} does, has what it wants.
   */
  private static int unwritten(int status, ProgressForm form) {
    if (Boolean.getBoolean(PIPE)) {
      return status == ExitStatus.OK ? ExitStatus.UNREAD : status;
    }
    Console.ofProcess(false, false, form, "plumb")
        .error(
            new EnvironmentException(
                "environment.output",
                "standard output",
                "what was printed could not be written",
                "make room where the output goes, or keep its reader running, and run again"));
    return status == ExitStatus.OK ? ExitStatus.ENVIRONMENT : status;
  }

  /** What is wrong with the line of a command is wrong with that of which it is run. */
  private static Throwable placed(Exception error, Optional<String> typed) {
    return error instanceof BadConfigurationException bad && bad.where().startsWith("plumb ")
        ? typed.<Throwable>map(bad::at).orElse(bad)
        : error;
  }

  private static int usageError(
      ParameterException error, Optional<String> typed, String... arguments) {
    CommandSpec spec = error.getCommandLine().getCommandSpec();
    String where = typed.orElse(spec.qualifiedName());
    List<String> sentences = new ArrayList<>();
    sentences.add("error[usage]: " + PlainText.lines(named(error, arguments)));
    sentences.add("  where: " + where);
    List<String> suggested = suggested(error);
    sentences.addAll(suggested);
    String help = "see '%s --help'".formatted(spec.qualifiedName());
    sentences.add("  to do: " + help);
    List<String> remedy = new ArrayList<>(suggested);
    remedy.add(help);
    console(List.of(arguments), CommandName.of(spec))
        .misuse(sentences, String.valueOf(error.getMessage()), where, String.join(" ", remedy));
    return ExitStatus.USAGE;
  }

  /** The option that is nearest to one that is none, or else those that begin alike. */
  private static List<String> suggested(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().getFirst().split("=", 2)[0];
      List<String> names =
          error.getCommandLine().getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .flatMap(option -> Arrays.stream(option.names()))
              .filter(name -> name.length() >= LEAST_SPELLED)
              .toList();
      Optional<String> nearest =
          word.length() >= LEAST_SPELLED ? NearestSpelling.of(word, names) : Optional.empty();
      if (nearest.isPresent()) {
        return List.of("did you mean '%s'?".formatted(nearest.get()));
      }
    }
    StringWriter suggestions = new StringWriter();
    UnmatchedArgumentException.printSuggestions(error, new PrintWriter(suggestions, true));
    return suggestions.toString().lines().map(String::strip).toList();
  }

  /** The message with the name of the option that was typed, where an option has several. */
  private static String named(ParameterException error, String... arguments) {
    String message = String.valueOf(error.getMessage());
    if (!(error.getArgSpec() instanceof OptionSpec option)) {
      return message;
    }
    return Arrays.stream(arguments)
        .map(argument -> argument.split("=", 2)[0])
        .filter(Arrays.asList(option.names())::contains)
        .reduce((_, last) -> last)
        .map(
            typed ->
                message.replace("'%s'".formatted(option.longestName()), "'%s'".formatted(typed)))
        .orElse(message);
  }

  private static int failure(Throwable error, List<String> arguments, String command) {
    Console console = console(arguments, command);
    PlumblineException known = known(error);
    if (known == null) {
      console.defect(error);
      return ExitStatus.INTERNAL;
    }
    console.error(known);
    return ExitStatus.of(known);
  }

  /** Of a command line that may be past understanding. */
  private static Console console(List<String> arguments, String command) {
    return Console.ofProcess(
        arguments.contains("--json"),
        arguments.stream().anyMatch(Main::asksForTrace),
        ProgressForm.in(arguments),
        command);
  }

  /** The error that says who must act, if that is known. */
  private static @Nullable PlumblineException known(Throwable error) {
    return switch (error) {
      case PlumblineException known -> known;
      case InvalidPathException e ->
          new BadConfigurationException(
              "usage.path",
              "a path",
              "this system has no such path: '%s': %s".formatted(e.getInput(), e.getReason()),
              "correct the path; names beyond ASCII need a UTF-8 locale, such as LC_ALL=C.UTF-8",
              e);
      case OutOfMemoryError e ->
          new EnvironmentException(
              "environment.memory",
              "this process",
              "there is not enough memory: " + e.getMessage(),
              "allow more with PLUMB_JAVA_OPTIONS=-Xmx…, or use fewer --threads",
              e);
      case UnsatisfiedLinkError e ->
          new EnvironmentException(
              "environment.native-library",
              "this process",
              "a native library cannot be loaded: " + e.getMessage(),
              "install Plumbline for this operating system and processor again",
              e);
      default -> null;
    };
  }

  private static boolean asksForTrace(String argument) {
    return argument.equals("-v") || argument.equals("--verbose");
  }
}
