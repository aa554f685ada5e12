package io.plumbline.pipeline.performance;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.graph.Graph;
import io.plumbline.report.Json;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Times of nodes, of one thread that runs frames in turn. */
final class NodeTimes {
  private static final int MOST_FRAMES = 50;
  private static final String KERNEL = "_kernel_time";

  private NodeTimes() {}

  private record Node(String name, String kind) {}

  /** Of the instructions of a program. */
  static List<NodeTime> of(
      TimedEngine engine, Map<String, Tensor> sample, RunOptions options, int frames) {
    List<List<InstructionTime>> all = new ArrayList<>();
    for (int frame = 0; frame < Math.min(frames, MOST_FRAMES); frame++) {
      all.add(engine.profile(sample, options, 1));
    }
    List<NodeTime> nodes = new ArrayList<>();
    for (int step = 0; step < all.getFirst().size(); step++) {
      int index = step;
      InstructionTime first = all.getFirst().get(step);
      nodes.add(
          new NodeTime(
              first.node(),
              first.kind(),
              Times.of(all.stream().map(frame -> frame.get(index).nanoseconds()).toList())));
    }
    return nodes;
  }

  /** Of the nodes that ONNX Runtime makes of a graph; the first frame is not counted. */
  static List<NodeTime> of(
      Graph graph, OrtOptions options, Map<String, Tensor> sample, RunOptions run, int frames) {
    try (ScratchFolder folder = ScratchFolder.create("plumbline-perf")) {
      OrtOptions profiled = options.profiledTo(folder.path().resolve("profile"));
      try (Engine engine = OrtEngine.open(graph, profiled)) {
        for (int frame = 0; frame <= Math.min(frames, MOST_FRAMES); frame++) {
          engine.run(sample, run);
        }
      }
      return parse(text(folder.path()));
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.write",
          "the folder for temporary files",
          "the times of nodes cannot be kept there: " + e.getMessage(),
          "make room there",
          e);
    }
  }

  private static String text(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.sorted().toList();
      return found.isEmpty() ? "[]" : Files.readString(found.getFirst(), StandardCharsets.UTF_8);
    }
  }

  /** The events of a trace: those of nodes have a duration in microseconds. */
  static List<NodeTime> parse(String trace) {
    SequencedMap<Node, List<Double>> times = new LinkedHashMap<>();
    if (Json.parse(trace) instanceof List<?> events) {
      for (Object event : events) {
        if (event instanceof Map<?, ?> fields
            && String.valueOf(fields.get("name")).endsWith(KERNEL)
            && fields.get("dur") instanceof Number microseconds) {
          times
              .computeIfAbsent(node(fields), _ -> new ArrayList<>())
              .add(microseconds.doubleValue() * 1e3);
        }
      }
    }
    List<NodeTime> nodes = new ArrayList<>();
    times.forEach(
        (node, durations) ->
            nodes.add(
                new NodeTime(
                    node.name(),
                    node.kind(),
                    Times.of(
                        durations.subList(Math.min(1, durations.size() - 1), durations.size())))));
    return nodes;
  }

  private static Node node(Map<?, ?> fields) {
    String name = String.valueOf(fields.get("name"));
    String kind =
        fields.get("args") instanceof Map<?, ?> arguments
            ? String.valueOf(arguments.get("op_name"))
            : "";
    return new Node(name.substring(0, name.length() - KERNEL.length()), kind);
  }
}
