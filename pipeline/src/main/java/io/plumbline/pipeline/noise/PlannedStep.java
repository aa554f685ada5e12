package io.plumbline.pipeline.noise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes that become one integer instruction, in a graph that has them one behind the other.
 *
 * @param name of the fused node
 * @param end position behind its last node
 * @param weights names of the constants that it reads as integers
 * @param rounded names of the values it writes that are rounded
 */
record PlannedStep(String name, int end, List<String> weights, List<String> rounded) {
  PlannedStep {
    weights = List.copyOf(weights);
    rounded = List.copyOf(rounded);
  }

  /** The graph with its nodes in the order of a plan of it. */
  static Graph ordered(Graph graph, QuantPlan plan) {
    return graph.withNodes(
        plan.nodes().stream()
            .flatMap(planned -> planned.nodes().stream())
            .map(graph::node)
            .toList());
  }

  /** The steps of an ordered graph that round something. */
  static List<PlannedStep> all(Graph ordered, QuantPlan plan) {
    List<PlannedStep> steps = new ArrayList<>();
    int end = 0;
    for (NodePlan planned : plan.nodes()) {
      end += planned.nodes().size();
      List<Node> nodes = planned.nodes().stream().map(ordered::node).toList();
      List<String> weights =
          nodes.stream()
              .flatMap(node -> node.reads().stream())
              .filter(plan.weights()::containsKey)
              .distinct()
              .toList();
      List<String> rounded =
          nodes.stream()
              .flatMap(node -> node.outputs().stream())
              .filter(plan.activations()::containsKey)
              .toList();
      if (!weights.isEmpty() || !rounded.isEmpty()) {
        steps.add(new PlannedStep(planned.name(), end, weights, rounded));
      }
    }
    return steps;
  }
}
