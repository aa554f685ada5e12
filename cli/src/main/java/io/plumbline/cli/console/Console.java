package io.plumbline.cli.console;

import io.plumbline.report.Json;
import io.plumbline.report.PlainText;
import io.plumbline.report.ScreenText;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.report.catalogue.CodeCatalogue;
import io.plumbline.report.run.Verdict;
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
  private final Terminal terminal;
  private boolean explained;

  /** The streams of this process. */
  public static Console ofProcess(boolean json, boolean verbose) {
    return new Console(System.out, System.err, json, verbose, Terminal.ofProcess());
  }

  public Console(
      PrintStream out, PrintStream err, boolean json, boolean verbose, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.verbose = verbose;
    this.terminal = terminal;
  }

  public boolean isVerbose() {
    return verbose;
  }

  Terminal terminal() {
    return terminal;
  }

  /** A table or list of facts for people; silent in JSON mode. */
  public void show(Section section) {
    if (!json) {
      out.println(TerminalRenderer.render(section, terminal.out()));
    }
  }

  /**
   * A line of result for people; silent in JSON mode. A sentence goes on in the next line where the
   * screen ends; what is indented by four or more is a command and stays whole.
   */
  public void say(String line) {
    if (!json) {
      ScreenText.sentence(PlainText.of(line), terminal.out()).forEach(out::println);
    }
  }

  /** What a run came to, in the colour of its level; silent in JSON mode. */
  public void verdict(Verdict.Level level, String line) {
    if (!json) {
      out.println(Colour.of(level).paint(PlainText.of(line), terminal));
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

  /**
   * What went wrong, where, what to do; the stack only when verbose. For machines the same is an
   * object with the key {@code error}.
   */
  public void error(PlumblineException error) {
    error(error, Map.of());
  }

  /**
   * Likewise after a part of the work, in one object for machines.
   *
   * @param done what is known all the same
   */
  public void error(PlumblineException error, Map<String, Object> done) {
    Map<String, Object> record = new LinkedHashMap<>(done);
    record.putAll(
        failure(error.code(), String.valueOf(error.getMessage()), error.where(), error.remedy()));
    result(record);
    complain(
        Colour.RED,
        "error[%s]".formatted(error.code()),
        ": " + PlainText.sentence(String.valueOf(error.getMessage())));
    complain("  where: " + PlainText.place(error.where()));
    String page =
        CodeCatalogue.find(error.code()).map(code -> " (%s)".formatted(code.page())).orElse("");
    complain("  to do: " + PlainText.sentence(error.remedy()) + page);
    trace(error);
  }

  /** What cannot be done with this command line; the sentences are printed elsewhere. */
  public void misuse(String message, String command) {
    result(failure("usage", message, command, "see '%s --help'".formatted(command)));
  }

  private static Map<String, Object> failure(
      String code, String message, String where, String remedy) {
    SequencedMap<String, Object> failure = new LinkedHashMap<>();
    failure.put("code", code);
    failure.put("message", message);
    failure.put("where", where);
    failure.put("remedy", remedy);
    return Map.of("error", failure);
  }

  /** A failure nobody foresaw. */
  public void defect(Throwable error) {
    result(failure("internal", error.toString(), "", "report this as a defect"));
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
}
