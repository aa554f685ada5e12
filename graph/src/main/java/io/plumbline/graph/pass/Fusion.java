package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Op;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A group of nodes that one node can stand for: the last of them hands out the result, the values
 * of the others are seen by nobody outside the group.
 */
final class Fusion {
  private final Graph graph;
  private final SequencedSet<Node> matched = new LinkedHashSet<>();
  private final Node last;

  Fusion(Graph graph, Node last) {
    this.graph = graph;
    this.last = last;
    matched.add(last);
  }

  Fusion and(Node node) {
    matched.add(node);
    return this;
  }

  Fusion and(Iterable<Node> nodes) {
    nodes.forEach(matched::add);
    return this;
  }

  /** Replaces the group by one op under the name of the last node; empty when a value escapes. */
  Optional<GraphPatch> into(String reason, Op op, List<String> inputs) {
    if (matched.stream().anyMatch(this::escapes)) {
      return Optional.empty();
    }
    List<Node> ordered =
        matched.stream()
            .sorted(Comparator.comparingInt(node -> graph.position(node.name())))
            .toList();
    List<String> origins =
        ordered.stream().flatMap(node -> node.origins().stream()).distinct().toList();
    GraphPatch patch = new GraphPatch(reason);
    ordered.forEach(patch::remove);
    return Optional.of(patch.add(new Node(last.name(), op, inputs, last.outputs(), origins)));
  }

  private boolean escapes(Node node) {
    return !node.equals(last)
        && node.outputs().stream()
            .anyMatch(
                output ->
                    graph.outputs().contains(output)
                        || !matched.containsAll(graph.consumers(output)));
  }
}
