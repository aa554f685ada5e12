package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks what every graph promises: one source for each value, topological order, unique node
 * names.
 */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Checks a graph.
   *
   * @throws IllegalStateException naming node and value
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
    for (String output : graph.outputs()) {
      require(defined.contains(output), "output '%s' has no source", output);
    }
  }

  private static void require(boolean condition, String message, String name) {
    if (!condition) {
      throw new IllegalStateException(message.formatted(name));
    }
  }
}
