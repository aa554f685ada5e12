package io.plumbline.graph.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;
import java.util.Optional;

/**
 * Moves a graph to a newer default operator set. Typed ops are spelled anew when the graph is
 * written; opaque ops must read the same in both sets, which {@link SchemaChanges} knows.
 */
public final class RaiseOpset {
  private RaiseOpset() {}

  /**
   * Why the graph cannot move: one line for each node in the way, empty when none is.
   *
   * @param opset the version wanted; one the graph has already reached meets no obstacle
   */
  public static List<String> obstacles(Graph graph, long opset) {
    long from = graph.info().opset();
    return from >= opset
        ? List.of()
        : graph.nodes().stream().flatMap(node -> obstacle(node, from, opset).stream()).toList();
  }

  /** The first node in the way; empty when the graph can be moved. */
  public static Optional<Node> firstObstacle(Graph graph, long opset) {
    long from = graph.info().opset();
    return graph.nodes().stream()
        .filter(node -> from < opset && obstacle(node, from, opset).isPresent())
        .findFirst();
  }

  /**
   * The same graph under a newer default operator set, or as it is when it has reached that
   * already.
   *
   * @throws UnsupportedException when a node is in the way
   */
  public static Graph apply(Graph graph, long opset) {
    List<String> obstacles = obstacles(graph, opset);
    if (!obstacles.isEmpty()) {
      throw new UnsupportedException(
          "model.opset-fixed",
          graph.name(),
          "cannot move from opset %d to %d: %s"
              .formatted(graph.info().opset(), opset, String.join("; ", obstacles)),
          "export the model with opset " + opset);
    }
    if (graph.info().opset() >= opset) {
      return graph;
    }
    return graph.withInfo(graph.info().withOpset("", opset));
  }

  private static Optional<String> obstacle(Node node, long from, long to) {
    return switch (node.op()) {
      case OpaqueOp op when !RecogniseOps.isDefault(op.domain()) -> Optional.empty();
      case OpaqueOp op ->
          SchemaChanges.between(op.type(), from, to)
              .map(why -> "node '%s' (%s): %s".formatted(node.name(), op.type(), why));
      case AveragePool op when op.ceilMode() && from < 19 && to >= 19 ->
          Optional.of(
              "node '%s' (AveragePool): opset 19 counts rounded-up windows differently"
                  .formatted(node.name()));
      case GroupNormalization op
          when op.perGroup() && to >= NormalisationSpelling.PER_CHANNEL_SINCE ->
          Optional.of(
              "node '%s' (GroupNormalization): opset 21 scales channels, not groups"
                  .formatted(node.name()));
      case Op typed -> Optional.empty();
    };
  }
}
