package io.plumbline.cli.console;

import io.plumbline.report.PlainText;
import io.plumbline.report.ScreenText;
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
import java.util.SequencedMap;

/** Sentences for people; of progress a bar on a terminal, a line for each stage elsewhere. */
final class TextLog implements Log {
  private static final int WIDEST_BAR = 30;

  /** What stands beside the bar: the stage, how much is done, how long it takes. */
  private static final int WORDS = 45;

  private static final int NO_BAR = -1;

  private final PrintStream err;
  private final Terminal terminal;
  private final boolean verbose;
  private final boolean tellsStages;
  private boolean explained;
  private int shown = NO_BAR;

  /**
   * @param verbose whether errors have their stacks
   * @param tellsStages whether progress is shown
   */
  TextLog(PrintStream err, Terminal terminal, boolean verbose, boolean tellsStages) {
    this.err = err;
    this.terminal = terminal;
    this.verbose = verbose;
    this.tellsStages = tellsStages;
  }

  @Override
  public void note(String line) {
    complain(PlainText.of(line));
  }

  private void complain(String sentence) {
    complain(Colour.NONE, "", sentence);
  }

  /** The first word is painted after lines were broken, because colours take no columns. */
  private void complain(Colour colour, String word, String rest) {
    List<String> lines = ScreenText.sentence(word + rest, terminal.err());
    err.println(colour.paint(word, terminal) + lines.getFirst().substring(word.length()));
    lines.subList(1, lines.size()).forEach(err::println);
  }

  /**
   * Findings in their order; of those that say the same of several places, one line at the first.
   * After the first of all stands once where their codes are explained.
   */
  @Override
  public void findings(Collection<Finding> findings) {
    SequencedMap<Finding, List<String>> places = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Finding anywhere = new Finding(finding.code(), finding.severity(), "", finding.message());
      places.computeIfAbsent(anywhere, _ -> new ArrayList<>()).add(finding.where());
    }
    places.forEach(this::print);
    if (!findings.isEmpty() && !explained) {
      explained = true;
      err.println("what these codes mean: plumb explain CODE");
    }
  }

  private void print(Finding anywhere, List<String> places) {
    String place = PlainText.place(places.getFirst());
    String severity = anywhere.severity().name().toLowerCase(Locale.ROOT);
    complain(
        Colour.of(anywhere.severity()),
        severity,
        ": %s: %s [%s]"
            .formatted(
                places.size() == 1 ? place : "×%d, first at %s".formatted(places.size(), place),
                PlainText.sentence(anywhere.message()),
                anywhere.code()));
  }

  @Override
  public void error(PlumblineException error) {
    complain(
        Colour.RED,
        "error[%s]".formatted(error.code()),
        ": " + PlainText.sentence(String.valueOf(error.getMessage())));
    complain("  where: " + PlainText.place(error.where()));
    String more =
        CodeCatalogue.find(error.code())
            .filter(code -> !code.code().equals("usage"))
            .map(code -> " (plumb explain %s)".formatted(code.code()))
            .orElse("");
    complain("  to do: " + PlainText.sentence(error.remedy()) + more);
    trace(error);
  }

  @Override
  public void misuse(List<String> sentences, Failure failure) {
    sentences.forEach(err::println);
  }

  @Override
  public void defect(Throwable error) {
    complain(Colour.RED, "error[internal]", ": " + PlainText.sentence(error.toString()));
    complain("  where: " + (error.getStackTrace().length > 0 ? error.getStackTrace()[0] : "?"));
    complain("  to do: report this as a defect; run again with -v for the full trace");
    trace(error);
  }

  private void trace(Throwable error) {
    if (verbose) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      err.print(PlainText.lines(trace.toString()));
    }
  }

  @Override
  public void stage(String name) {
    finish();
    if (tellsStages && !terminal.redraws()) {
      note("· " + name);
    }
  }

  @Override
  public void update(Step step) {
    int bar = Math.clamp(terminal.err() - WORDS, 0, WIDEST_BAR);
    int filled = step.filled(bar);
    if (!tellsStages || !terminal.redraws() || filled <= shown) {
      return;
    }
    shown = filled;
    err.print(
        "\r\u001b[K· %-12s [%s%s] %d/%d%s"
            .formatted(
                step.stage(),
                "█".repeat(filled),
                " ".repeat(bar - filled),
                step.done(),
                step.total(),
                remaining(step)));
    err.flush();
  }

  /** What is left to wait for. */
  static String remaining(Step step) {
    double left = step.remaining();
    return left < 1
        ? ""
        : left < 100 ? ", %.0f s left".formatted(left) : ", %.0f min left".formatted(left / 60);
  }

  @Override
  public void finish() {
    if (shown != NO_BAR) {
      note("");
      shown = NO_BAR;
    }
  }
}
