package io.plumbline.cli.console;

import io.plumbline.report.Json;
import io.plumbline.report.PlainText;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.report.catalogue.CodeCatalogue;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The two standard streams: results go to standard output, everything else to standard error. In
 * JSON mode standard output carries one JSON object and nothing else. Names of others reach neither
 * stream but as {@link PlainText}.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean verbose;
  private boolean explained;

  public Console(PrintStream out, PrintStream err, boolean json, boolean verbose) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.verbose = verbose;
  }

  public boolean isVerbose() {
    return verbose;
  }

  /** Whether standard error is a terminal that understands control sequences. */
  public boolean isInteractive() {
    return System.console() != null && System.console().isTerminal();
  }

  /** A table or list of facts for people; silent in JSON mode. */
  public void show(Section section) {
    if (!json) {
      out.println(TerminalRenderer.render(section));
    }
  }

  /** A line of result for people; silent in JSON mode. */
  public void say(String line) {
    if (!json) {
      out.println(PlainText.of(line));
    }
  }

  /** The machine-readable result; silent outside JSON mode. */
  public void result(Map<String, Object> object) {
    if (json) {
      out.println(Json.compact(object));
    }
  }

  /** A line of progress or log. */
  public void note(String line) {
    err.println(PlainText.of(line));
  }

  /** Redraws the current line of progress; only on a terminal. */
  void redraw(String line) {
    err.print("\r\u001b[K" + line);
    err.flush();
  }

  public void finding(Finding finding) {
    findings(List.of(finding));
  }

  /**
   * Findings in their order; of those that say the same of several places, one line at the first.
   * After the first of all stands once where their codes are explained.
   */
  public void findings(Collection<Finding> findings) {
    SequencedMap<Finding, List<String>> places = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Finding anywhere = new Finding(finding.code(), finding.severity(), "", finding.message());
      places.computeIfAbsent(anywhere, _ -> new ArrayList<>()).add(finding.where());
    }
    places.forEach(this::print);
    if (!findings.isEmpty() && !explained) {
      explained = true;
      err.println("what these codes mean: " + CodeCatalogue.PAGE);
    }
  }

  private void print(Finding anywhere, List<String> places) {
    String place = PlainText.place(places.getFirst());
    err.println(
        "%s: %s: %s [%s]"
            .formatted(
                anywhere.severity().name().toLowerCase(Locale.ROOT),
                places.size() == 1 ? place : "×%d, first at %s".formatted(places.size(), place),
                PlainText.sentence(anywhere.message()),
                anywhere.code()));
  }

  /** What went wrong, where, what to do; the stack only when verbose. */
  public void error(PlumblineException error) {
    err.println(
        "error[%s]: %s"
            .formatted(error.code(), PlainText.sentence(String.valueOf(error.getMessage()))));
    err.println("  where: " + PlainText.place(error.where()));
    String page =
        CodeCatalogue.find(error.code()).map(code -> " (%s)".formatted(code.page())).orElse("");
    err.println("  to do: " + PlainText.sentence(error.remedy()) + page);
    trace(error);
  }

  /** A failure nobody foresaw. */
  public void defect(Throwable error) {
    err.println("error[internal]: " + PlainText.sentence(error.toString()));
    err.println("  where: " + (error.getStackTrace().length > 0 ? error.getStackTrace()[0] : "?"));
    err.println("  to do: report this as a defect; run again with -v for the full trace");
    trace(error);
  }

  private void trace(Throwable error) {
    if (verbose) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      err.print(PlainText.lines(trace.toString()));
    }
  }
}
