package io.plumbline.pipeline.model;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.TopK;
import io.plumbline.tensor.DType;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The nodes that choose rows of an output by numbers, such as non-maximum suppression: where two
 * numbers are nearly equal a step of rounding gives other rows, or the same in another order.
 */
public record Selectors(Graph graph, List<Node> nodes) {
  private static final Set<String> TYPES =
      Set.of("Compress", "NonMaxSuppression", "NonZero", "Unique");

  public Selectors {
    nodes = List.copyOf(nodes);
  }

  /** Those that an output depends on, in execution order. */
  public static Selectors of(Graph graph, String output) {
    Set<String> needed = new HashSet<>(Set.of(output));
    List<Node> nodes =
        graph.nodes().reversed().stream()
            .filter(node -> node.outputs().stream().anyMatch(needed::contains))
            .peek(node -> needed.addAll(node.reads()))
            .filter(node -> chooses(node.op()))
            .toList()
            .reversed();
    return new Selectors(graph, nodes);
  }

  private static boolean chooses(Op op) {
    return op instanceof TopK
        || op instanceof ArgExtremum
        || (op instanceof OpaqueOp opaque && TYPES.contains(opaque.type()));
  }

  /**
   * The float32 values nearest before the nodes that no choice has been made in yet, in execution
   * order.
   *
   * @param known the values that are asked for
   */
  public SequencedSet<String> chosenBy(Predicate<String> known) {
    Set<String> chosen = chosen();
    SequencedSet<String> found = new LinkedHashSet<>();
    Set<String> wanted = new HashSet<>();
    nodes.forEach(node -> wanted.addAll(node.reads()));
    for (Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().noneMatch(wanted::contains)) {
        continue;
      }
      List<String> values =
          node.outputs().stream()
              .filter(value -> wanted.contains(value) && !chosen.contains(value))
              .filter(value -> isReal(value) && known.test(value))
              .toList();
      values.forEach(found::addFirst);
      if (values.isEmpty()) {
        wanted.addAll(node.reads());
      }
    }
    return found;
  }

  /** What is computed of the choices. */
  private Set<String> chosen() {
    Set<String> chosen = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (nodes.contains(node) || node.reads().stream().anyMatch(chosen::contains)) {
        chosen.addAll(node.outputs());
      }
    }
    return chosen;
  }

  private boolean isReal(String value) {
    return graph.tensorType(value).filter(type -> type.dtype() == DType.FLOAT32).isPresent();
  }
}
