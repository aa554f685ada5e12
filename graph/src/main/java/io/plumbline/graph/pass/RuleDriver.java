package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.tensor.InternalException;
import java.util.List;
import java.util.Optional;

/** Applies rules in order until none applies, verifying the graph after each edit. */
final class RuleDriver {
  private static final int MOST_EDITS_PER_NODE = 16;

  private RuleDriver() {}

  static Graph run(Graph graph, List<Rule> rules) {
    int limit = MOST_EDITS_PER_NODE * (graph.nodes().size() + 1);
    Graph current = graph;
    for (int edits = 0; edits < limit; edits++) {
      Optional<Graph> next = step(current, rules);
      if (next.isEmpty()) {
        return current;
      }
      current = next.get();
    }
    throw new InternalException(
        "internal.no-fixpoint",
        graph.name(),
        "the rules do not come to an end within %d edits".formatted(limit),
        "report this as a defect");
  }

  private static Optional<Graph> step(Graph graph, List<Rule> rules) {
    for (Rule rule : rules) {
      for (Node node : graph.nodes()) {
        Optional<GraphPatch> patch = rule.apply(node, graph);
        if (patch.isPresent()) {
          return Optional.of(edit(graph, rule, node, patch.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Graph edit(Graph graph, Rule rule, Node node, GraphPatch patch) {
    try {
      Graph edited = patch.apply(graph);
      GraphVerifier.verify(edited);
      return edited;
    } catch (IllegalStateException e) {
      throw new InternalException(
          "internal.rule",
          node.name(),
          "rule %s breaks the graph: %s".formatted(rule.name(), e.getMessage()),
          "report this as a defect",
          e);
    }
  }
}
