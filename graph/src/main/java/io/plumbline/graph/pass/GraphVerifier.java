package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.type.NodeTypes;
import io.plumbline.tensor.InternalException;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks what every graph promises: one source for each value, topological order, unique node
 * names, and types that its ops can take and give.
 */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Checks a graph.
   *
   * @throws IllegalStateException naming node and value, of types what is expected and found
   */
  public static void verify(Graph graph) {
    Set<String> names = new HashSet<>();
    Set<String> defined = new HashSet<>(graph.constants().keySet());
    for (String input : graph.inputs()) {
      require(defined.add(input), "input '%s' is a constant too", input);
    }
    for (Node node : graph.nodes()) {
      require(names.add(node.name()), "two nodes are named '%s'", node.name());
      for (String read : node.reads()) {
        require(defined.contains(read), "'%s' is read before it is computed", read);
      }
      for (String output : node.outputs()) {
        require(output.equals(Node.ABSENT) || defined.add(output), "'%s' has two sources", output);
      }
    }
    graph.nodes().forEach(node -> NodeTypes.verify(graph, node));
    for (String output : graph.outputs()) {
      require(defined.contains(output), "output '%s' has no source", output);
    }
  }

  /**
   * The graph itself, for those who write it.
   *
   * @throws InternalException when it breaks what every graph promises: a pass is at fault
   */
  public static Graph verified(Graph graph) {
    try {
      verify(graph);
      return graph;
    } catch (IllegalStateException e) {
      throw new InternalException(
          "internal.graph",
          graph.name(),
          "a pass broke the graph: " + e.getMessage(),
          "report this as a defect",
          e);
    }
  }

  private static void require(boolean condition, String message, String name) {
    if (!condition) {
      throw new IllegalStateException(message.formatted(name));
    }
  }
}
