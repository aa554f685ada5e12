package io.plumbline.cli.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** A command alone is what it is among all. */
class PlumbCommandTests {
  private static final Set<String> TELLING = Set.of("completion", "manual", "help");

  @Test
  void aCommandThatTellsOfNoOthersStandsAlone() {
    PlumbCommand.line()
        .getSubcommands()
        .forEach(
            (name, among) -> {
              assertThat(PlumbCommand.line(name).isPresent()).isEqualTo(!TELLING.contains(name));
              PlumbCommand.line(name)
                  .ifPresent(
                      line -> {
                        assertThat(line.getSubcommands().keySet()).containsExactly(name);
                        assertThat(
                                requireNonNull(line.getSubcommands().get(name)).getUsageMessage())
                            .isEqualTo(among.getUsageMessage());
                      });
            });
  }

  @Test
  void gatesStandTogether() {
    String usage =
        requireNonNull(PlumbCommand.line().getSubcommands().get("compile")).getUsageMessage();
    assertThat(usage.substring(usage.indexOf("\nGates;")))
        .contains("--max-drop=", "--min-agreement=", "--min-cosine=", "--data=", "--labels=")
        .doesNotContain("The same", "--working-dir");
  }

  @Test
  void otherWordsNameNone() {
    assertThat(PlumbCommand.line("chekc")).isEmpty();
    assertThat(PlumbCommand.line("hb_mapper")).isEmpty();
    assertThat(PlumbCommand.line("--help")).isEmpty();
  }
}
