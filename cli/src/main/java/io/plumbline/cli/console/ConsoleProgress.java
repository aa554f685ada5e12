package io.plumbline.cli.console;

import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.Finding;
import java.util.List;

/** Shows progress on standard error: a bar on a terminal, a line for each stage elsewhere. */
public final class ConsoleProgress implements Progress {
  private static final int WIDEST_BAR = 30;

  /** What stands beside the bar: the stage, how much is done, how long it takes. */
  private static final int WORDS = 45;

  private final Console console;
  private String stage = "";
  private int shown = -1;
  private long started;

  public ConsoleProgress(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void stage(String name) {
    finish();
    stage = name;
    shown = -1;
    started = System.nanoTime();
    if (!console.terminal().redraws()) {
      console.note("· " + name);
    }
  }

  @Override
  public synchronized void update(long done, long total) {
    int bar = Math.clamp(console.terminal().err() - WORDS, 0, WIDEST_BAR);
    int filled = total == 0 ? bar : (int) (done * bar / total);
    if (!console.terminal().redraws() || filled <= shown) {
      return;
    }
    shown = filled;
    console.redraw(
        "· %-12s [%s%s] %d/%d%s"
            .formatted(
                stage,
                "█".repeat(filled),
                " ".repeat(bar - filled),
                done,
                total,
                remaining((System.nanoTime() - started) / 1e9, done, total)));
  }

  /** What is left to wait for, if what is left takes as long as what is done. */
  static String remaining(double seconds, long done, long total) {
    double left = done == 0 ? 0 : seconds * (total - done) / done;
    return left < 1
        ? ""
        : left < 100 ? ", %.0f s left".formatted(left) : ", %.0f min left".formatted(left / 60);
  }

  @Override
  public synchronized void message(String text) {
    if (console.isVerbose()) {
      finish();
      console.note("  " + text);
    }
  }

  @Override
  public synchronized void outcome(String text) {
    finish();
    console.note("  " + text);
  }

  @Override
  public synchronized void findings(List<Finding> findings) {
    finish();
    console.findings(
        findings.stream()
            .filter(each -> each.severity() != Finding.Severity.INFO || console.isVerbose())
            .toList());
  }

  /** Ends the current line. */
  public synchronized void finish() {
    if (shown >= 0) {
      console.note("");
      shown = -1;
    }
  }
}
