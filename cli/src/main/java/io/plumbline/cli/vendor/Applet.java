package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.PlumblineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A vendor's command. Its subclasses say what its flags mean in words of this program. */
@Command(hidden = true)
abstract class Applet implements Callable<Integer> {
  private static final Set<Integer> REFUSED =
      Set.of(ExitStatus.USAGE, ExitStatus.INPUT, ExitStatus.ENVIRONMENT);

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  @Spec private CommandSpec spec;

  @SuppressWarnings("unused")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  private final Plumb plumb;
  private List<String> same = List.of();

  Applet(Plumb plumb) {
    this.plumb = plumb;
  }

  /** Documented flags without a counterpart. */
  abstract List<ForeignFlag> foreign();

  /** Flags that are fields of a configuration. */
  List<OptionSpec> fields() {
    return List.of();
  }

  /** The words that were given to an option; none where it was not given. */
  final List<String> values(String option) {
    OptionSpec given = spec.commandLine().getParseResult().matchedOption(option);
    if (given == null) {
      return List.of();
    }
    return given.getValue() instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(given.<Object>getValue()));
  }

  /** Does the work once no flag that is given is refused. */
  abstract int work(Console console);

  @Override
  public final Integer call() {
    Console console = Console.ofProcess(false, false);
    for (ForeignFlag flag : foreign()) {
      if (isGiven(flag.names().getFirst()) && !isUsual(flag)) {
        switch (flag.effect()) {
          case REFUSED -> throw refused(flag.names().getFirst(), flag.reason());
          case TOLD -> {
            requireDocumented(flag);
            console.note(
                "note: %s changes nothing: %s"
                    .formatted(typed(flag.names().getFirst()), flag.reason()));
          }
        }
      }
    }
    try {
      return work(console);
    } catch (PlumblineException e) {
      if (!same.isEmpty() && isOfAnother(e.remedy())) {
        tellOptions(console, same);
      }
      throw e;
    }
  }

  /**
   * Runs a command line of this program, which is shown. What is said of its errors names options
   * of that line.
   */
  final int run(Console console, List<String> words) {
    return run(console, words, name());
  }

  /**
   * Likewise, for a command that its user typed with a further word.
   *
   * @param typed how errors name it
   */
  final int run(Console console, List<String> words, String typed) {
    console.note("runs: plumb " + String.join(" ", words));
    int status = plumb.run(words, typed);
    if (REFUSED.contains(status)) {
      tellOptions(console, words);
    }
    return status;
  }

  /** Shows the command line of this program that does what this command is about to do. */
  final void tellSame(Console console, List<String> words) {
    console.note("the same as: plumb " + String.join(" ", words));
    same = List.copyOf(words);
  }

  private static void tellOptions(Console console, List<String> words) {
    console.note(
        "note: options in what is said of the error are those of 'plumb %s'"
            .formatted(words.getFirst()));
  }

  private boolean isOfAnother(String remedy) {
    return OPTION
        .matcher(remedy)
        .results()
        .anyMatch(option -> spec.findOption(option.group()) == null);
  }

  final boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** A value that means nothing is a slip, also where a right one would change nothing. */
  private void requireDocumented(ForeignFlag flag) {
    for (String value : flag.arity().equals("0") ? List.<String>of() : given(flag)) {
      if (!flag.values().has(value)) {
        throw usage(
            "%s: expected %s, found '%s'"
                .formatted(typed(flag.names().getFirst()), flag.values().words(), value),
            "correct it or leave it out: %s".formatted(flag.reason()));
      }
    }
  }

  private List<String> given(ForeignFlag flag) {
    return values(flag.names().getFirst());
  }

  private boolean isUsual(ForeignFlag flag) {
    OptionSpec given = spec.commandLine().getParseResult().matchedOption(flag.names().getFirst());
    return !flag.usual().isEmpty() && flag.usual().equals(String.valueOf(given.<Object>getValue()));
  }

  /** The command as users write it. */
  final String name() {
    return spec.qualifiedName().replaceFirst("^plumb ", "");
  }

  /** The name of an option that was typed. */
  final String typed(String option) {
    OptionSpec found = spec.findOption(option);
    return spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(word -> word.split("=", 2)[0])
        .filter(word -> found != null && Arrays.asList(found.names()).contains(word))
        .reduce((_, last) -> last)
        .orElse(option);
  }

  /** What is told of a flag that cannot be honoured. */
  final BadConfigurationException refused(String option, String reason) {
    return new BadConfigurationException(
        "usage.board-flag",
        name(),
        "%s cannot be honoured: %s".formatted(typed(option), reason),
        "leave it out, or do as said");
  }

  /**
   * The board that an option names, as {@code MODULE@DEVICE} has it; empty where it is not given.
   *
   * @throws BadConfigurationException when nothing can be reached by what it says
   */
  final Optional<String> board(String option, @Nullable String address) {
    if (address == null) {
      return Optional.empty();
    }
    VerifiedBoard board = VerifiedBoard.of(address);
    if (board.device().isEmpty()) {
      throw refused(option, board.reason());
    }
    return board.device();
  }

  /** Refuses a file where an option names a folder, before any work is done for it. */
  final void requireFolder(String option, @Nullable Path folder) {
    if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
      throw usage(
          "%s names %s, which is a file".formatted(typed(option), folder),
          "name a folder; one that is not there is made");
    }
  }

  /** Refuses a folder where an option names a file of an input. */
  final void requireFiles(String option, List<String> files) {
    for (String file : files) {
      if (Files.isDirectory(Path.of(file))) {
        throw usage(
            "%s names %s, which is a folder: expected a file".formatted(typed(option), file),
            "name a file; 'plumb infer' takes a folder, every file of which is a sample");
      }
    }
  }

  /** What is told of flags that do not go together. */
  final BadConfigurationException usage(String message, String remedy) {
    return new BadConfigurationException("usage", name(), message, remedy);
  }
}
