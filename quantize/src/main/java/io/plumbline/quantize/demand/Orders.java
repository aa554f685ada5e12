package io.plumbline.quantize.demand;

import static java.util.function.Predicate.not;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.TopK;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Finds numbers that decide an order or a choice: the boxes and scores of non-maximum suppression,
 * what the largest are taken of, and what is compared with a threshold. Of numbers with 8-bit steps
 * many are equal that were not, and change places or sides. A sum hands out its accumulator in
 * float32; on the way from there to the choice they are held in the widest integers of the target.
 */
final class Orders {
  /** Boxes and scores of a NonMaxSuppression. */
  private static final int BOXES_AND_SCORES = 2;

  /** Nodes that a finding names. */
  private static final int NAMED = 5;

  /**
   * A node at fault.
   *
   * @param values whose numbers decide
   * @param sides whether it tells on which side of a threshold they are, not which is the largest
   */
  private record Choice(Node node, List<String> values, boolean sides) {
    String code() {
      return sides ? "plan.threshold" : "plan.order";
    }

    String reason() {
      return sides
          ? "'%s' compares its numbers".formatted(node.name())
          : "'%s' chooses by its numbers".formatted(node.name());
    }

    String coarse() {
      String named = String.join("', '", values);
      return sides
          ? "It compares '%s', of which 8 bits would put some on the wrong side".formatted(named)
          : "It chooses by '%s', of which 8 bits would make many alike".formatted(named);
    }
  }

  private Orders() {}

  static Demands demands(Graph graph, Carriers carriers, Target target) {
    Scheme widest = Demands.widest(target);
    Scheme scheme = widest.activation().bytes() > 1 ? widest : Scheme.FLOAT32;
    Demands demands = Demands.NONE;
    for (Node node : graph.nodes()) {
      List<String> sides = Thresholds.values(node, graph);
      List<String> values = sides.isEmpty() ? values(node, graph) : sides;
      Carriers.Carried carried = carriers.upToSums(values);
      boolean further =
          carried.nodes().stream().map(Node::name).anyMatch(not(demands.byNode()::containsKey));
      if (further) {
        Choice choice = new Choice(node, values, !sides.isEmpty());
        demands = demands.and(demands(choice, carried, scheme));
      } else {
        demands = demands.and(new Demands(new LinkedHashMap<>(), carried.values(), List.of()));
      }
    }
    return demands;
  }

  /** The values by which a node orders or chooses. */
  private static List<String> values(Node node, Graph graph) {
    if (node.op() instanceof OpaqueOp opaque && opaque.type().equals("NonMaxSuppression")) {
      return node.inputs().stream().limit(BOXES_AND_SCORES).toList();
    }
    return node.op() instanceof TopK top && leavesSomeOut(top, node.input(0), graph)
        ? List.of(node.input(0))
        : List.of();
  }

  private static boolean leavesSomeOut(TopK top, String value, Graph graph) {
    return graph
        .tensorType(value)
        .filter(TensorType::isStatic)
        .map(TensorType::shape)
        .filter(shape -> shape.rank() > 0)
        .filter(shape -> top.k() >= shape.dim(top.axis()))
        .isEmpty();
  }

  private static Demands demands(Choice choice, Carriers.Carried carried, Scheme scheme) {
    SequencedMap<String, Demand> byNode = new LinkedHashMap<>();
    Demand demand = new Demand(scheme, choice.reason());
    carried.nodes().forEach(node -> byNode.put(node.name(), demand));
    Finding finding =
        Finding.info(
            choice.code(),
            choice.node().name(),
            "%s; computed in %s for that: %s."
                .formatted(choice.coarse(), scheme.name(), names(carried.nodes())));
    return new Demands(byNode, carried.values(), List.of(finding));
  }

  /** The last few of some nodes by name. */
  private static String names(List<Node> nodes) {
    int others = Math.max(0, nodes.size() - NAMED);
    String last = nodes.stream().skip(others).map(Node::name).collect(Collectors.joining(", "));
    return others == 0
        ? last
        : String.format(Locale.ROOT, "%s, and %s before them", last, Count.of(others, "node"));
  }
}
