package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that docs/verification.md prints give what it prints, but for the numbers. Run with
 * {@code -Dplumbline.write-docs=true} to write what they give.
 */
class VerificationPageTests {
  private static final Path PAGE = SharedData.root().resolve("docs/verification.md");
  private static final Pattern COMMAND =
      Pattern.compile("```sh\n(plumb [^`]*)\n```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);
  private static final Pattern PREPARATION =
      Pattern.compile("`cifar.yaml` is\n\n```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("-?(Infinity|NaN|[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?)");

  @TempDir private Path work;

  @Test
  void everyCommandGivesWhatThePageSays() throws IOException {
    Path shared = SharedData.require("models").getParent();
    String page = Files.readString(PAGE);
    Matcher preparation = PREPARATION.matcher(page);
    assertThat(preparation.find()).isTrue();
    new Scene(work).write("cifar.yaml", preparation.group(1));
    List<String> written = new ArrayList<>();
    Matcher block = COMMAND.matcher(page);
    StringBuilder renewed = new StringBuilder();
    while (block.find()) {
      String printed = run(block.group(1), String.valueOf(shared));
      boolean shown = !block.group(1).startsWith("plumb compile");
      written.add(printed);
      if (!Boolean.getBoolean("plumbline.write-docs") && shown) {
        assertThat(plain(block.group(2))).as(block.group(1)).isEqualTo(plain(printed));
      }
      String text =
          "```sh\n" + block.group(1) + "\n```\n" + (shown ? "\n```text\n" + printed + "```\n" : "");
      block.appendReplacement(renewed, Matcher.quoteReplacement(text));
    }
    block.appendTail(renewed);
    assertThat(written).hasSizeGreaterThan(6);
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.writeString(PAGE, renewed);
    }
  }

  /** Standard output, with the two folders by their short names. */
  private String run(String command, String shared) {
    String line = command.substring("plumb ".length());
    List<String> words =
        Pattern.compile(" ")
            .splitAsStream(line)
            .map(word -> word.replace("SHARED", shared).replace("WORK", work.toString()))
            .toList();
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).describedAs(command + "\n" + run.err()).isLessThan(2);
    String out = run.out().replace(shared, "SHARED").replace(work.toString(), "WORK").strip();
    return out.lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n");
  }

  /**
   * Without numbers, which differ in the last digits between machines, and of tables the first
   * column: how many ranges of steps there are is a number too.
   */
  private static List<String> plain(String text) {
    return String.valueOf(text)
        .lines()
        .filter(line -> !line.startsWith("+"))
        .map(line -> line.startsWith("|") ? line.substring(0, line.indexOf('|', 1)) : line)
        .map(line -> NUMBER.matcher(line).replaceAll("#").replaceAll("\\s+", " ").strip())
        .toList();
  }
}
