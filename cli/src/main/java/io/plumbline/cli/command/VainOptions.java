package io.plumbline.cli.command;

import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Options that would have no effect, which are refused rather than passed over. */
final class VainOptions {
  private VainOptions() {}

  /**
   * @param used those that have an effect, each by any of its names
   * @param why the others have none
   * @throws BadConfigurationException naming the first of the others that is given
   */
  static void refuse(CommandSpec command, Set<String> used, String why) {
    command.commandLine().getParseResult().matchedOptions().stream()
        .filter(option -> List.of(option.names()).stream().noneMatch(used::contains))
        .findFirst()
        .map(option -> option.names()[0])
        .ifPresent(
            option -> {
              throw new BadConfigurationException("usage", option, why, "leave one of them out");
            });
  }
}
