package io.plumbline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.run.Verdict;
import io.plumbline.tensor.Finding;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTests {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          screens, columns, TERM,  NO_COLOR, out,  err,  colour, redraws
          12,      80,      xterm, '',       80,   80,   true,   true
          12,      80,      xterm, 1,        80,   80,   false,  true
          12,      80,      dumb,  '',       80,   80,   false,  false
          12,      80,      '',    '',       80,   80,   false,  false
          1,       60,      xterm, '',       60,   file, false,  false
          2,       60,      xterm, '',       file, 60,   false,  true
          '',      '',      xterm, '',       file, file, false,  false
          12,      0,       xterm, '',       file, file, true,   true
          12,      wide,    xterm, '',       file, file, true,   true
          """,
      useHeadersInDisplayName = true)
  void theLauncherAndTheEnvironmentSayIt(
      String screens,
      String columns,
      String term,
      String noColour,
      String out,
      String err,
      boolean colour,
      boolean redraws) {
    Properties properties = new Properties();
    properties.setProperty("plumbline.screens", screens);
    properties.setProperty("plumbline.columns", columns);
    assertThat(Terminal.of(properties, Map.of("TERM", term, "NO_COLOR", noColour), "12"))
        .isEqualTo(new Terminal(columns(out), columns(err), colour, redraws));
  }

  private static int columns(String text) {
    return text.equals("file") ? Terminal.ENDLESS : Integer.parseInt(text);
  }

  @Test
  void onlyTheFirstWordIsPaintedAndLinesEndAtTheScreen() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(stream(out), stream(err), false, false, new Terminal(40, 40, true, true));
    console.finding(Finding.warning("a", "conv1", "the threshold is far too coarse for it"));
    console.verdict(Verdict.Level.GOOD, "verdict: true");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            \u001b[1;33mwarning\u001b[0m: conv1: the threshold is far too
              coarse for it [a]
            what these codes mean: plumb explain CODE
            """);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\u001b[1;32mverdict: true\u001b[0m\n");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
