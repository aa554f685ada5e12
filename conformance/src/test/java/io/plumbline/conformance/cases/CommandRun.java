package io.plumbline.conformance.cases;

import io.plumbline.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * One command line run inside this process.
 *
 * @param out all of standard output
 * @param err all of standard error
 */
record CommandRun(int status, String out, String err) {
  static CommandRun of(List<?> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int status = Main.run(arguments.stream().map(String::valueOf).toArray(String[]::new));
      return new CommandRun(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  /** All lines of both streams. */
  Stream<String> lines() {
    return Stream.concat(out.lines(), err.lines());
  }

  /** Status and last words, for messages. */
  String summary() {
    List<String> lines = err.lines().filter(line -> !line.startsWith("·")).toList();
    String said = String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    return "exit %d: %s".formatted(status, said.length() > 400 ? said.substring(0, 400) : said);
  }
}
