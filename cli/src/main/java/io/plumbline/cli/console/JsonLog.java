package io.plumbline.cli.console;

import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Json;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For programs: every line is an object with the command, the event and what belongs to it, as
 * docs/schema/progress.schema.json says.
 */
final class JsonLog implements Log {
  /** A stage is told of at every percent at the most. */
  private static final int PARTS = 100;

  private final PrintStream err;
  private final String command;
  private int told;

  JsonLog(PrintStream err, String command) {
    this.err = err;
    this.command = command;
  }

  @Override
  public void note(String line) {
    print("note", Map.of("text", line.strip()));
  }

  @Override
  public void findings(Collection<Finding> findings) {
    FindingRecords.of(List.copyOf(findings))
        .forEach(finding -> print("finding", Map.of("finding", finding)));
  }

  @Override
  public void error(PlumblineException error) {
    print("error", Failure.of(error).record());
  }

  @Override
  public void misuse(List<String> sentences, Failure failure) {
    print("error", failure.record());
  }

  @Override
  public void defect(Throwable error) {
    print("error", Failure.of(error).record());
  }

  @Override
  public void stage(String name) {
    told = 0;
    print("stage", Map.of("stage", name));
  }

  @Override
  public void update(Step step) {
    int filled = step.filled(PARTS);
    if (filled <= told) {
      return;
    }
    told = filled;
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("stage", step.stage());
    record.put("done", step.done());
    record.put("total", step.total());
    record.put("seconds", tenths(step.seconds()));
    record.put("remaining_seconds", tenths(step.remaining()));
    print("progress", record);
  }

  private static double tenths(double seconds) {
    return Math.rint(seconds * 10) / 10;
  }

  @Override
  public void finish() {}

  private void print(String event, Map<String, Object> content) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("command", command);
    record.put("event", event);
    record.putAll(content);
    err.println(Json.compact(record));
  }
}
