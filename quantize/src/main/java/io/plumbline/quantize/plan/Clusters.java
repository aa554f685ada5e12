package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that hand values to each other which a program cannot hold, so that one engine must run
 * them together: sequences, maps and other values that are no tensors. Tensors whose extents depend
 * on the data stay in one engine too where they can.
 */
final class Clusters {
  private final Graph graph;
  private final Map<String, List<Node>> clusters = new HashMap<>();

  private Clusters(Graph graph) {
    this.graph = graph;
  }

  /** The nodes of each cluster of several, in execution order, by the name of each of them. */
  static Map<String, List<Node>> of(Graph graph) {
    Clusters clusters = new Clusters(graph);
    clusters.find();
    return clusters.clusters;
  }

  private void find() {
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.equals(Node.ABSENT)
            && graph.tensorType(output).filter(TensorType::isStatic).isEmpty()) {
          graph.consumers(output).forEach(consumer -> join(node, consumer));
        }
      }
    }
    for (List<Node> cluster : List.copyOf(clusters.values())) {
      if (!canRunAtItsEnd(cluster)) {
        cluster.forEach(node -> clusters.remove(node.name()));
      }
    }
  }

  private void join(Node first, Node second) {
    Set<Node> members = new HashSet<>(members(first));
    members.addAll(members(second));
    List<Node> ordered = graph.nodes().stream().filter(members::contains).toList();
    ordered.forEach(node -> clusters.put(node.name(), ordered));
  }

  private List<Node> members(Node node) {
    return clusters.getOrDefault(node.name(), List.of(node));
  }

  /** Whether nobody outside reads a result before the last node of the cluster has run. */
  private boolean canRunAtItsEnd(List<Node> cluster) {
    Set<String> written = new HashSet<>();
    List<Node> between = new ArrayList<>();
    int last = graph.nodes().indexOf(cluster.getLast());
    for (Node node : graph.nodes().subList(graph.nodes().indexOf(cluster.getFirst()), last)) {
      if (cluster.contains(node)) {
        written.addAll(node.outputs());
      } else {
        between.add(node);
      }
    }
    return between.stream().noneMatch(node -> node.reads().stream().anyMatch(written::contains));
  }
}
