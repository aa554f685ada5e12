package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.tensor.InternalException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies rules until none applies. A sweep takes one rule to every node and applies all patches
 * that have nothing to do with each other at once; after a sweep that changed something the first
 * rule has its turn again. The graph is verified after each sweep, so that a rule that breaks it is
 * named.
 *
 * <p>The number of sweeps depends on how deep rewrites build upon each other, not on the size of
 * the graph, so that the time is proportional to the size.
 */
final class RuleDriver {
  private static final int MOST_EDITS_PER_NODE = 16;

  private final List<Rule> rules;
  private final int most;
  private int edits;

  private RuleDriver(List<Rule> rules, int most) {
    this.rules = rules;
    this.most = most;
  }

  /**
   * The graph to which no rule applies.
   *
   * @throws InternalException when a rule breaks the graph, or the rules come to no end
   */
  static Graph run(Graph graph, List<Rule> rules) {
    int limit = MOST_EDITS_PER_NODE * (graph.nodes().size() + 1);
    RuleDriver driver = new RuleDriver(rules, limit);
    Graph result = driver.run(graph);
    if (driver.edits == limit && driver.step(result).isPresent()) {
      throw new InternalException(
          "internal.no-fixpoint",
          graph.name(),
          "the rules do not come to an end within %d edits".formatted(limit),
          "report this as a defect");
    }
    return result;
  }

  /**
   * The graph after the first edits, for finding by bisection the one that changes what a model
   * computes.
   *
   * @param most edits at the most; a patch is one
   */
  static Graph run(Graph graph, List<Rule> rules, int most) {
    return new RuleDriver(rules, most).run(graph);
  }

  private Graph run(Graph graph) {
    Graph current = graph;
    while (edits < most) {
      Optional<Graph> next = step(current);
      if (next.isEmpty()) {
        return current;
      }
      current = next.get();
    }
    return current;
  }

  /** The graph after the sweep of the first rule that applies anywhere. */
  private Optional<Graph> step(Graph graph) {
    for (Rule rule : rules) {
      List<GraphPatch> patches = sweep(rule, graph);
      if (!patches.isEmpty()) {
        edits += patches.size();
        return Optional.of(edit(graph, rule, patches));
      }
    }
    return Optional.empty();
  }

  /** The patches of a rule that touch different values, in the order of the nodes. */
  private List<GraphPatch> sweep(Rule rule, Graph graph) {
    List<GraphPatch> patches = new ArrayList<>();
    Set<String> touched = new HashSet<>();
    for (Node node : graph.nodes()) {
      Optional<GraphPatch> patch = rule.apply(node, graph);
      if (patch.isPresent()) {
        Set<String> values = patch.get().touched(graph);
        if (values.stream().noneMatch(touched::contains)) {
          patches.add(patch.get());
          touched.addAll(values);
        }
      }
      if (!patches.isEmpty() && edits + patches.size() >= most) {
        break;
      }
    }
    return patches;
  }

  private static Graph edit(Graph graph, Rule rule, List<GraphPatch> patches) {
    try {
      Graph edited = GraphPatch.apply(graph, patches);
      GraphVerifier.verify(edited);
      return edited;
    } catch (IllegalStateException e) {
      throw new InternalException(
          "internal.rule",
          graph.name(),
          "rule %s breaks the graph: %s".formatted(rule.name(), e.getMessage()),
          "report this as a defect",
          e);
    }
  }
}
