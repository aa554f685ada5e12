package io.plumbline.conformance.random;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.pass.RemoveDeadCode;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes a failing graph smaller as long as it fails in the same way. */
final class Shrinking {
  private final Predicate<Graph> fails;

  private Shrinking(Predicate<Graph> fails) {
    this.fails = fails;
  }

  /**
   * The smallest graph that was found.
   *
   * @param graph with static types, which fails
   */
  static Graph shrink(Graph graph, Predicate<Graph> fails) {
    Shrinking shrinking = new Shrinking(fails);
    Graph current = graph;
    Optional<Graph> next = shrinking.step(current);
    while (next.isPresent()) {
      current = next.get();
      next = shrinking.step(current);
    }
    return current;
  }

  private Optional<Graph> step(Graph graph) {
    for (Graph candidate : candidates(graph)) {
      if (candidate.nodes().size() < graph.nodes().size() && fails.test(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Single values as the only output, values fed from outside, and nodes left out. */
  private static List<Graph> candidates(Graph graph) {
    List<Graph> candidates = new ArrayList<>();
    for (Node node : graph.nodes()) {
      isReal(node.output(), graph)
          .ifPresent(
              type ->
                  candidates.add(RemoveDeadCode.apply(graph.withOutputs(List.of(node.output())))));
    }
    for (Node node : graph.nodes().reversed()) {
      if (isReal(node.output(), graph).isPresent() && !graph.outputs().contains(node.output())) {
        candidates.add(fed(graph, node));
      }
    }
    for (Node node : graph.nodes()) {
      leftOut(graph, node).ifPresent(candidates::add);
    }
    return candidates;
  }

  /** The result of a node becomes an input. */
  private static Graph fed(Graph graph, Node node) {
    List<String> inputs = new ArrayList<>(graph.inputs());
    inputs.add(node.output());
    List<Node> nodes = graph.nodes().stream().filter(other -> !other.equals(node)).toList();
    Graph cut =
        RemoveDeadCode.apply(
            new Graph(
                graph.name(),
                graph.info(),
                inputs,
                graph.outputs(),
                nodes,
                graph.constants(),
                graph.types()));
    List<String> read =
        cut.inputs().stream().filter(input -> !cut.consumers(input).isEmpty()).toList();
    return new Graph(
        cut.name(), cut.info(), read, cut.outputs(), cut.nodes(), cut.constants(), cut.types());
  }

  /** The input of a node in place of its result, where both are alike. */
  private static Optional<Graph> leftOut(Graph graph, Node node) {
    if (node.outputs().size() != 1 || node.inputs().isEmpty()) {
      return Optional.empty();
    }
    return isReal(node.output(), graph)
        .filter(type -> isReal(node.input(0), graph).filter(type::equals).isPresent())
        .map(
            type ->
                new GraphPatch("shrink")
                    .remove(node)
                    .redirect(node.output(), node.input(0))
                    .apply(graph))
        .map(RemoveDeadCode::apply);
  }

  private static Optional<TensorType> isReal(String value, Graph graph) {
    return graph
        .tensorType(value)
        .filter(TensorType::isStatic)
        .filter(type -> type.dtype() == DType.FLOAT32);
  }
}
