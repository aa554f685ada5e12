package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.Logic;
import io.plumbline.graph.op.Not;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.Optional;

/** Rules of ops that may read or write something else than real numbers. */
final class SelectionRules {
  private SelectionRules() {}

  /** Whether an op's rule looks itself at what its operands and results are. */
  static boolean handles(Op op) {
    return op instanceof ArgExtremum
        || op instanceof Cast
        || op instanceof Comparison
        || op instanceof Gather
        || op instanceof GatherElements
        || op instanceof GatherND
        || op instanceof Logic
        || op instanceof Not
        || op instanceof Recurrent
        || op instanceof ScatterElements
        || op instanceof ScatterND
        || op instanceof TopK
        || op instanceof Where;
  }

  /** What picks from one value by the indices in another. */
  static Rule picked(Node node, Graph graph) {
    return graph.isConstant(node.input(0))
        ? moved(node, graph, 0, Rule.EITHER)
        : moved(node, graph, 0, Rule.MOVED);
  }

  /** The rule where a value holds real numbers, and an exact move where it holds anything else. */
  static Rule moved(Node node, Graph graph, int position, Rule rule) {
    return unusable(node, graph)
        .map(Rule::real)
        .orElseGet(() -> isReal(node.input(position), graph) ? rule : Rule.EXACT);
  }

  static Rule exact(Node node, Graph graph) {
    return unusable(node, graph).map(Rule::real).orElse(Rule.EXACT);
  }

  static Rule cast(Node node, Graph graph) {
    Optional<String> unusable = unusable(node, graph);
    if (unusable.isPresent()) {
      return Rule.real(unusable.get());
    }
    boolean toReal = isReal(node.output(), graph);
    return !toReal ? Rule.EXACT : isReal(node.input(0), graph) ? Rule.MOVED : Rule.EITHER;
  }

  /** Why operands or results cannot be held exactly. */
  private static Optional<String> unusable(Node node, Graph graph) {
    for (List<String> values : List.of(node.inputs(), node.outputs())) {
      for (String value : values) {
        Optional<DType> dtype = dtype(value, graph);
        if (dtype.isEmpty()) {
          return Optional.of("the type of '%s' is not known".formatted(value));
        }
        boolean otherFloat = dtype.get().isFloat() && dtype.get() != DType.FLOAT32;
        if (otherFloat || dtype.get() == DType.UINT64) {
          return Optional.of("'%s' is of %s, not of f32".formatted(value, dtype.get().label()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isReal(String value, Graph graph) {
    return dtype(value, graph).filter(DType.FLOAT32::equals).isPresent();
  }

  private static Optional<DType> dtype(String value, Graph graph) {
    return graph.tensorType(value).map(TensorType::dtype);
  }
}
