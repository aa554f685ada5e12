package io.plumbline.cli.console;

import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.Finding;
import java.util.List;

/** Shows progress on standard error. */
public final class ConsoleProgress implements Progress {
  private final Console console;
  private String stage = "";
  private long started;

  public ConsoleProgress(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void stage(String name) {
    stage = name;
    started = System.nanoTime();
    console.log().stage(name);
  }

  @Override
  public synchronized void update(long done, long total) {
    console.log().update(new Step(stage, done, total, (System.nanoTime() - started) / 1e9));
  }

  @Override
  public synchronized void message(String text) {
    if (console.isVerbose()) {
      outcome(text);
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
    console.log().finish();
  }
}
