package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code hmct-debugger}: its tasks take the flags of {@code plumb debug} as they are. */
@Command(
    name = "hmct-debugger",
    description = "Horizon's debugger of accuracy, done by 'plumb debug' with the same flags.")
final class DebuggerApplet extends Applet {
  private static final Map<String, String> TASKS =
      Map.of(
          "get-sensitivity-of-nodes", "sensitivity",
          "plot-acc-error", "accumulate",
          "plot-distribution", "distribution",
          "get-channelwise-data-distribution", "channels",
          "sensitivity-analysis", "sensitivity-analysis",
          "runall", "run-all");

  @Parameters(
      index = "0",
      paramLabel = "TASK",
      description =
          "get-sensitivity-of-nodes, plot-acc-error, plot-distribution,"
              + " get-channelwise-data-distribution, sensitivity-analysis or runall.")
  private String task;

  @Unmatched private final List<String> rest = new ArrayList<>();

  DebuggerApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    String ours = TASKS.get(task);
    if (ours == null) {
      throw usage(
          task.equals("tensor-analysis")
              ? "tensor-analysis has no counterpart"
              : "'%s' is no task".formatted(task),
          task.equals("tensor-analysis")
              ? "say plot-distribution and get-channelwise-data-distribution"
              : "see 'plumb hmct-debugger --help'");
    }
    List<String> words = new ArrayList<>(List.of("debug", ours));
    words.addAll(rest);
    return run(console, words, name() + " " + task);
  }
}
