package io.plumbline.pipeline.performance;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.tensor.Finding;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How long a model takes.
 *
 * @param executor what ran it
 * @param instructions what its native code may use; empty where none ran here
 * @param threads callers side by side
 * @param latency of a frame, from its inputs in memory to its outputs
 * @param milliseconds all of the measured time, which is spent in frames alone
 * @param nodes in execution order, each measured on its own
 * @param findings what to know of the choice of the executor
 */
public record Performance(
    String model,
    String executor,
    Optional<InstructionSet> instructions,
    int threads,
    Times latency,
    double milliseconds,
    List<NodeTime> nodes,
    List<Finding> findings) {
  private static final int SHOWN = 20;

  public Performance {
    nodes = List.copyOf(nodes);
    findings = List.copyOf(findings);
  }

  /** Frames a second. */
  public double framesPerSecond() {
    return latency.count() / (milliseconds / 1e3);
  }

  /** For people. */
  public List<Section> sections() {
    SequencedMap<String, Cell> condition = new LinkedHashMap<>();
    condition.put("Model", Cell.of(model));
    condition.put("Executor", Cell.of(executor));
    instructions.ifPresent(set -> condition.put("Instructions", Cell.of(set.label())));
    condition.put("Thread number", Cell.of(threads));
    condition.put("Frame count", Cell.of(latency.count()));
    condition.put("Program run time (ms)", Cell.real(milliseconds, 3));
    SequencedMap<String, Cell> result = new LinkedHashMap<>();
    result.put("Latency of all frames (ms)", Cell.real(latency.mean() * latency.count(), 3));
    result.put("Average latency (ms)", Cell.real(latency.mean(), 3));
    result.put("Least latency (ms)", Cell.real(latency.min(), 3));
    result.put("Median latency (ms)", Cell.real(latency.median(), 3));
    result.put("99th percentile (ms)", Cell.real(latency.p99(), 3));
    result.put("Most latency (ms)", Cell.real(latency.max(), 3));
    result.put("Frame rate (FPS)", Cell.real(framesPerSecond(), 1));
    return List.of(
        new Section.Facts("Running condition", condition),
        new Section.Facts("Perf result", result),
        table());
  }

  /** The nodes that take longest. */
  private Section.Table table() {
    double all = nodeMilliseconds();
    List<List<Cell>> rows =
        nodes.stream()
            .sorted(Comparator.comparingDouble((NodeTime node) -> -node.times().median()))
            .limit(SHOWN)
            .map(
                node ->
                    List.of(
                        Cell.of(node.name()),
                        Cell.of(node.kind()),
                        Cell.real(node.times().median(), 4),
                        Cell.real(100 * node.times().median() / all, 1)))
            .toList();
    String title =
        nodes.size() > SHOWN
            ? "Nodes, the %d of %d that take longest".formatted(SHOWN, nodes.size())
            : "Nodes";
    return new Section.Table(title, List.of("Node", "Kind", "Median (ms)", "Share (%)"), rows);
  }

  private double nodeMilliseconds() {
    double sum = nodes.stream().mapToDouble(node -> node.times().median()).sum();
    return sum > 0 ? sum : 1;
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("model", model);
    record.put("executor", executor);
    instructions.ifPresent(set -> record.put("instructions", set.label()));
    record.put("frames", latency.count());
    record.put("threads", threads);
    record.put("milliseconds", milliseconds);
    record.put("latency_ms", record(latency));
    record.put("fps", framesPerSecond());
    record.put(
        "nodes",
        nodes.stream()
            .map(
                node -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("name", node.name());
                  entry.put("kind", node.kind());
                  entry.put("ms", node.times().median());
                  return entry;
                })
            .toList());
    return record;
  }

  private static Map<String, Object> record(Times times) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("min", times.min());
    record.put("mean", times.mean());
    record.put("median", times.median());
    record.put("p99", times.p99());
    record.put("max", times.max());
    return record;
  }
}
