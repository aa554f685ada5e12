package io.plumbline.engine.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.tensor.parallel.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs of one graph. The data decide when a Loop ends, and may never do so: then it is ended after
 * a time, and named. Graphs without loops run as long as they need.
 */
final class BoundedRuns {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Optional<Node> loop;
  private final Duration longest;

  private BoundedRuns(Optional<Node> loop, Duration longest) {
    this.loop = loop;
    this.longest = longest;
  }

  static BoundedRuns of(Graph graph) {
    return of(graph, LONGEST);
  }

  static BoundedRuns of(Graph graph, Duration longest) {
    return new BoundedRuns(
        graph.nodes().stream().filter(BoundedRuns::holdsLoop).findFirst(), longest);
  }

  /** Nodes with sub-graphs, in which there may be a loop too. */
  private static boolean holdsLoop(Node node) {
    return node.op() instanceof OpaqueOp op && (op.type().equals("Loop") || !op.inner().isEmpty());
  }

  /**
   * Runs a session of the graph.
   *
   * @param outputs that are fetched
   * @param pinned outputs that are written where they are to lie
   * @throws UnsupportedException when a loop in it does not end
   */
  OrtSession.Result run(
      OrtSession session,
      Map<String, OnnxTensor> inputs,
      Set<String> outputs,
      Map<String, ? extends OnnxValue> pinned)
      throws OrtException {
    if (loop.isEmpty()) {
      return session.run(inputs, outputs, pinned);
    }
    try (OrtSession.RunOptions options = new OrtSession.RunOptions();
        Deadline deadline = new Deadline(longest, () -> end(options))) {
      try {
        return session.run(inputs, outputs, pinned, options);
      } catch (OrtException e) {
        if (deadline.hasPassed()) {
          throw endless(loop.get(), e);
        }
        throw e;
      }
    }
  }

  private static void end(OrtSession.RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("a run cannot be ended", e);
    }
  }

  private UnsupportedException endless(Node node, OrtException cause) {
    return new UnsupportedException(
        "engine.endless-loop",
        "node '%s' (%s)".formatted(node.name(), node.op().type()),
        "a loop in it ran for %d seconds and was stopped: the data may never fulfil its condition"
            .formatted(longest.toSeconds()),
        "give the loop a number of trips, or feed numbers for which it ends",
        cause);
  }
}
