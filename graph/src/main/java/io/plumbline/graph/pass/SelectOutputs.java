package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Makes the results of named nodes the outputs of a graph and drops what only others need. */
public final class SelectOutputs {
  private SelectOutputs() {}

  /**
   * The graph with the results of the nodes, in the order of their names, as its only outputs.
   *
   * @param nodes names of nodes; none keeps the graph as it is
   * @throws BadConfigurationException when there is no node of a name
   */
  public static Graph apply(Graph graph, List<String> nodes) {
    if (nodes.isEmpty()) {
      return graph;
    }
    SequencedSet<String> outputs = new LinkedHashSet<>();
    for (String name : nodes) {
      outputs.addAll(outputsOf(graph, name));
    }
    return RemoveDeadCode.apply(graph.withOutputs(new ArrayList<>(outputs)));
  }

  private static List<String> outputsOf(Graph graph, String name) {
    List<String> names = graph.nodes().stream().map(Node::name).toList();
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "config.unknown-node",
                    "model_parameters.output_nodes",
                    "the model has no node '%s'%s"
                        .formatted(name, NearestSpelling.suggestion(name, names)),
                    "'plumb info MODEL' lists the nodes"))
        .outputs()
        .stream()
        .filter(output -> !output.equals(Node.ABSENT))
        .toList();
  }
}
