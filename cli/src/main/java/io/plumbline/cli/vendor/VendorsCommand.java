package io.plumbline.cli.vendor;

import io.plumbline.cli.command.GlobalOptions;
import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumb vendors}: which commands of vendors there are, and links by their names. */
@Command(
    name = "vendors",
    description = "Lists the vendors' commands that run here, and makes links by their names.")
final class VendorsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private GlobalOptions global;

  @Option(
      names = "--links",
      paramLabel = "DIR",
      description = "Make a link to plumb in this folder for every command; put it on the PATH.")
  private @Nullable Path links;

  @Override
  public Integer call() {
    Console console = global.console();
    console.show(
        new Section.Table(
            "Commands of vendors",
            List.of("Command", "What it does"),
            Arrays.stream(VendorCommands.values())
                .map(command -> List.of(Cell.of(command.label()), Cell.of(text(command))))
                .toList()));
    if (links != null) {
      link(console, links);
    }
    console.result(Map.of("commands", VendorCommands.labels()));
    return ExitStatus.OK;
  }

  private String text(VendorCommands command) {
    return String.join(
        " ",
        Objects.requireNonNull(spec.root().subcommands().get(command.label()))
            .getCommandSpec()
            .usageMessage()
            .description());
  }

  private static void link(Console console, Path folder) {
    String home = System.getProperty("plumbline.home");
    if (home == null) {
      throw new BadConfigurationException(
          "usage", "--links", "it is not known where plumb lies", "start the script plumb");
    }
    Path target = Path.of(home, "plumb");
    try {
      Files.createDirectories(folder);
      for (VendorCommands command : VendorCommands.values()) {
        Path link = folder.resolve(command.label());
        if (Files.isSymbolicLink(link)) {
          Files.delete(link);
        }
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          throw new BadConfigurationException(
              "usage",
              link.toString(),
              "a file of this name exists already",
              "choose another folder");
        }
        Files.createSymbolicLink(link, target);
        console.say("linked %s to %s".formatted(link, target));
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.output",
          folder.toString(),
          "links cannot be made: " + e.getMessage(),
          "choose a folder that can be written to");
    }
  }
}
