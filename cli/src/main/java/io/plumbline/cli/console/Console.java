package io.plumbline.cli.console;

import io.plumbline.report.Json;
import io.plumbline.report.PlainText;
import io.plumbline.report.ScreenText;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.report.run.Verdict;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two standard streams: results go to standard output, everything else to standard error. In
 * JSON mode standard output carries one JSON object and nothing else. Names of others reach neither
 * stream but as {@link PlainText}.
 */
public final class Console {
  private final PrintStream out;
  private final boolean json;
  private final boolean verbose;
  private final Terminal terminal;
  private final Log log;

  /** The streams of this process, with progress for people. */
  public static Console ofProcess(boolean json, boolean verbose) {
    return ofProcess(json, verbose, ProgressForm.TEXT, "plumb");
  }

  /**
   * The streams of this process.
   *
   * @param command what runs, for programs that read its progress
   */
  public static Console ofProcess(
      boolean json, boolean verbose, ProgressForm progress, String command) {
    Terminal terminal = Terminal.ofProcess();
    Log log =
        switch (progress) {
          case TEXT -> new TextLog(System.err, terminal, verbose, true);
          case NONE -> new TextLog(System.err, terminal, verbose, false);
          case JSON -> new JsonLog(System.err, command);
        };
    return new Console(System.out, log, json, verbose, terminal);
  }

  public Console(
      PrintStream out, PrintStream err, boolean json, boolean verbose, Terminal terminal) {
    this(out, new TextLog(err, terminal, verbose, true), json, verbose, terminal);
  }

  private Console(PrintStream out, Log log, boolean json, boolean verbose, Terminal terminal) {
    this.out = out;
    this.log = log;
    this.json = json;
    this.verbose = verbose;
    this.terminal = terminal;
  }

  public boolean isVerbose() {
    return verbose;
  }

  Log log() {
    return log;
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
    log.note(line);
  }

  public void finding(Finding finding) {
    findings(List.of(finding));
  }

  /** Findings in their order. */
  public void findings(Collection<Finding> findings) {
    log.findings(findings);
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
    record.putAll(Failure.of(error).record());
    result(record);
    log.error(error);
  }

  /** What cannot be done with this command line, as sentences and for machines. */
  public void misuse(List<String> sentences, String message, String command, String remedy) {
    Failure failure = new Failure("usage", message, command, remedy);
    result(failure.record());
    log.misuse(sentences, failure);
  }

  /** A failure nobody foresaw. */
  public void defect(Throwable error) {
    result(Failure.of(error).record());
    log.defect(error);
  }
}
