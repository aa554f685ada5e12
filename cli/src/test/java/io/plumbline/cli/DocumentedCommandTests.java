package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program takes every command line that the pages show, with its options as they stand. */
class DocumentedCommandTests {
  private static final Pattern COMMAND = Pattern.compile("^(?:\\$ )?(?:\\./)?plumb +(.+)$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  /** What stands for something else, or is for the shell. */
  private static final Pattern FOREIGN = Pattern.compile("[…<>|;&]|\\.\\.\\.|\\bCOMMAND\\b|\\$\\(");

  /**
   * @param page where it stands
   * @param text all after {@code plumb}, lines that go on joined
   */
  record Line(String page, String text) {}

  static List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    try (Stream<Path> docs = Files.list(SharedData.root().resolve("docs"))) {
      for (Path page :
          Stream.concat(Stream.of(SharedData.root().resolve("README.md")), docs)
              .filter(file -> file.toString().endsWith(".md"))
              .sorted()
              .toList()) {
        addLines(page, lines);
      }
    }
    return lines;
  }

  private static void addLines(Path page, List<Line> lines) throws IOException {
    boolean code = false;
    for (String line : Files.readString(page).replaceAll("\\\\\n\\s*", " ").split("\n")) {
      code ^= line.strip().startsWith("```");
      if (!code) {
        continue;
      }
      COMMAND
          .matcher(line.strip().replaceFirst("\\s#.*", ""))
          .results()
          .map(found -> found.group(1).strip())
          .filter(text -> !FOREIGN.matcher(text).find())
          .map(text -> new Line(String.valueOf(page.getFileName()), text))
          .forEach(lines::add);
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyLineIsTaken(Line line) {
    String[] words =
        WORD.matcher(line.text())
            .results()
            .map(found -> found.group().replaceAll("^['\"]|['\"]$", ""))
            .toArray(String[]::new);
    assertThatCode(() -> Main.line().parseArgs(words)).doesNotThrowAnyException();
  }
}
