package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Stage;
import io.plumbline.report.PlainText;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Everything a compilation had to say, kept for the file {@code plumb_compile.log} in its folder.
 * The file has a part for each prefix that was compiled to the folder, the last compilation last.
 */
final class CompilationLog {
  static final String FILE_NAME = "plumb_compile.log";

  private static final Pattern HEADING = Pattern.compile("==== compilation of '.*' ====");

  private final StringBuilder text = new StringBuilder();

  /** Adds a line. Called from several threads. */
  void line(String line) {
    append(PlainText.of(line));
  }

  private synchronized void append(String lines) {
    text.append(lines).append('\n');
  }

  /** Adds how long a stage took. */
  void stage(Stage stage, double seconds) {
    line(String.format(Locale.ROOT, "stage %s: %.3f s", stage.label(), seconds));
  }

  void section(Section section) {
    append(TerminalRenderer.render(section));
  }

  void findings(List<Finding> findings) {
    for (Finding finding : findings) {
      line(
          "%s[%s]: %s: %s"
              .formatted(
                  finding.severity().name().toLowerCase(Locale.ROOT),
                  finding.code(),
                  finding.where(),
                  finding.message()));
    }
  }

  /** Adds what made the work fail. */
  void error(PlumblineException error) {
    line("error[%s]: %s".formatted(error.code(), error.getMessage()));
    line("  where: " + error.where());
    line("  to do: " + error.remedy());
  }

  /** Writes the log of a prefix to a folder, in place of what an earlier one left of it. */
  void write(Path folder, String prefix) {
    Path file = folder.resolve(FILE_NAME);
    AtomicFile.write(file, others(file, heading(prefix)) + heading(prefix) + '\n' + text);
  }

  private static String heading(String prefix) {
    return "==== compilation of '%s' ====".formatted(prefix);
  }

  /** The parts of other prefixes; what cannot be read is written over. */
  private static String others(Path file, String own) {
    StringBuilder others = new StringBuilder();
    boolean kept = false;
    for (String line : lines(file)) {
      if (HEADING.matcher(line).matches()) {
        kept = !line.equals(own);
      }
      if (kept) {
        others.append(line).append('\n');
      }
    }
    return others.toString();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
