package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Stage;
import io.plumbline.report.PlainText;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Everything a compilation had to say, kept for the file {@code plumb_compile.log} in its folder.
 */
final class CompilationLog {
  static final String FILE_NAME = "plumb_compile.log";

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

  /** Writes the log to a folder. */
  void write(Path folder) {
    AtomicFile.write(folder.resolve(FILE_NAME), text.toString());
  }
}
