package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which constants are weights of 16 bits: those of a node that is to have such a scheme, for all
 * nodes that read them, and those that are named as fine and that no reader has a wish about.
 * Recurrent layers have weights of 8 bits, and so have constants that the model brings scales for.
 */
final class WideWeights {
  private final Graph graph;
  private final LoadedScales loaded;
  private final Optional<Scheme> wide;
  private final Set<String> constants = new HashSet<>();
  private final Set<String> recurrent = new HashSet<>();
  private final Set<String> fine;

  private WideWeights(Graph graph, Target target, QuantOptions options) {
    this.graph = graph;
    this.loaded = options.loaded();
    this.fine = new HashSet<>(options.fine());
    this.wide = target.wideWeights();
  }

  /**
   * @param requested what a node is to be computed in
   * @param wished whether that was wished for this node or its kind
   */
  static WideWeights of(
      Graph graph,
      Target target,
      QuantOptions options,
      Function<Node, Scheme> requested,
      Predicate<Node> wished) {
    WideWeights weights = new WideWeights(graph, target, options);
    if (weights.wide.isPresent()) {
      graph.nodes().stream()
          .filter(wished)
          .flatMap(node -> WeightOperand.all(node, graph).stream())
          .forEach(operand -> weights.fine.remove(operand.constant()));
      graph.nodes().forEach(node -> weights.add(node, requested.apply(node)));
    }
    return weights;
  }

  private void add(Node node, Scheme requested) {
    boolean wished = !requested.isReal() && requested.hasWideWeights();
    for (WeightOperand operand : WeightOperand.all(node, graph)) {
      String constant = operand.constant();
      if (node.op() instanceof Recurrent) {
        recurrent.add(constant);
      } else if (wished || fine.contains(constant)) {
        constants.add(constant);
      }
    }
  }

  /** A scheme with weights of as many bits as those of a node get. */
  Scheme fitting(Scheme requested, Node node) {
    if (requested.isReal() || !WeightOperand.isReadBy(node, graph)) {
      return requested;
    }
    if (isWide(node)) {
      return requested.hasWideWeights() ? requested : requested.withWeightsOf(wide.orElseThrow());
    }
    return requested.withNarrowWeights();
  }

  /** Why the weights of a node are others than a scheme has; empty where they are not. */
  String reason(Scheme requested, Node node) {
    if (fitting(requested, node).equals(requested)) {
      return "";
    }
    List<String> names =
        WeightOperand.all(node, graph).stream().map(WeightOperand::constant).toList();
    if (isWide(node)) {
      return "weights '%s' have 16 bits".formatted(names.getFirst());
    }
    return names.stream().anyMatch(recurrent::contains)
        ? "recurrent layers have weights of 8 bits"
        : "the model brings scales of 8 bits for '%s'".formatted(names.getFirst());
  }

  private boolean isWide(Node node) {
    return WeightOperand.all(node, graph).stream()
        .map(WeightOperand::constant)
        .anyMatch(
            constant ->
                constants.contains(constant)
                    && !recurrent.contains(constant)
                    && !loaded.weights().containsKey(constant));
  }
}
