package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds real numbers that become positions: a little less than 37 is position 36, so that no step
 * of integers is fine enough for them, and they are computed in float32.
 */
final class Positions {
  private static final Set<UnaryFunction> ROUNDING =
      EnumSet.of(UnaryFunction.FLOOR, UnaryFunction.CEIL, UnaryFunction.ROUND);

  /** Which input of an op holds positions. */
  private static final Map<String, Integer> PLACES =
      Map.of("GridSample", 1, "MaxRoiPool", 1, "Mod", 0, "OneHot", 0, "RoiAlign", 1);

  private static final String REASON = "its numbers become positions";

  private Positions() {}

  /** A node and the values of which it makes positions. */
  record Sink(Node node, List<String> values) {}

  static List<Sink> of(Graph graph, Carriers carriers) {
    List<Sink> sinks = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> values = values(node, graph);
      if (!values.isEmpty() && !isOfOneSource(values, carriers)) {
        sinks.add(new Sink(node, values));
      }
    }
    return sinks;
  }

  private static List<String> values(Node node, Graph graph) {
    Op op = node.op();
    if (op instanceof Cast && isWhole(node.output(), graph)) {
      return node.inputs();
    }
    if (op instanceof Comparison(ComparisonOperator o) && o == ComparisonOperator.EQUAL) {
      return node.inputs();
    }
    if (op instanceof Binary(BinaryFunction f)
        && f == BinaryFunction.SUB
        && isFraction(node, graph)) {
      return List.of(node.output());
    }
    return op instanceof OpaqueOp opaque
        ? Optional.ofNullable(PLACES.get(opaque.type()))
            .filter(node::hasInput)
            .map(node::input)
            .stream()
            .toList()
        : List.of();
  }

  /** Whether a value is compared with what is taken from it: integers of one scale do for that. */
  private static boolean isOfOneSource(List<String> values, Carriers carriers) {
    return values.stream()
        .anyMatch(
            value ->
                carriers.of(List.of(value)).values().stream()
                    .anyMatch(read -> !read.equals(value) && values.contains(read)));
  }

  private static boolean isWhole(String value, Graph graph) {
    return graph
        .tensorType(value)
        .map(TensorType::dtype)
        .filter(dtype -> !dtype.isFloat() && dtype != DType.BOOL)
        .isPresent();
  }

  /** Whether a difference is that between a number and its rounding. */
  private static boolean isFraction(Node node, Graph graph) {
    return isRounding(node.input(0), node.input(1), graph)
        || isRounding(node.input(1), node.input(0), graph);
  }

  private static boolean isRounding(String value, String of, Graph graph) {
    return graph
        .producer(value)
        .filter(node -> node.op() instanceof Unary(UnaryFunction f) && ROUNDING.contains(f))
        .filter(node -> node.input(0).equals(of))
        .isPresent();
  }

  static Demands demands(Sink sink, Carriers.Carried carried) {
    SequencedMap<String, Demand> byNode = new LinkedHashMap<>();
    carried.nodes().forEach(node -> byNode.put(node.name(), new Demand(Scheme.FLOAT32, REASON)));
    List<Finding> findings =
        byNode.isEmpty()
            ? List.of()
            : List.of(
                Finding.warning(
                    "plan.positions",
                    sink.node().name(),
                    ("It makes positions of '%s', which 8 bits are too coarse for; computed in"
                            + " float32 for that: %s.")
                        .formatted(
                            String.join("', '", sink.values()),
                            byNode.keySet().stream().collect(Collectors.joining(", ")))));
    return new Demands(byNode, carried.values(), findings);
  }
}
