package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
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
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Locale;
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
    return moved(node, graph, 0, OperandRules.moved(node, graph));
  }

  /** Slices; constant indices may pick from values of any type. */
  static Rule gather(Node node, Gather op, Graph graph) {
    Optional<Tensor> indices = graph.constant(node.input(1));
    Rule rule = picked(node, graph);
    if (indices.isEmpty()) {
      return rule;
    }
    Optional<Shape> shape = Types.shape(node.input(0), graph);
    if (shape.isEmpty()) {
      return Types.unknownShape(node.input(0));
    }
    long extent = shape.get().dim(op.axis() < 0 ? op.axis() + shape.get().rank() : op.axis());
    for (long index : indices.get().toLongs()) {
      if (index < -extent || index >= extent) {
        return Rule.real(
            String.format(Locale.ROOT, "index %d is outside an axis of extent %d", index, extent));
      }
    }
    return rule.isReal() ? Rule.CARRIED.keptReal(rule.reason()) : rule;
  }

  static Rule top(Node node, Graph graph) {
    return isScalar(node.input(0), graph)
        ? Rule.real("'%s' is a scalar".formatted(node.input(0)))
        : moved(node, graph, 0, Rule.MOVED);
  }

  static Rule extremum(Node node, Graph graph) {
    boolean empty =
        Types.shape(node.input(0), graph).filter(shape -> shape.elements() == 0).isPresent();
    return empty || isScalar(node.input(0), graph)
        ? Rule.real("'%s' has no axis to look along, or no elements".formatted(node.input(0)))
        : exact(node, graph);
  }

  private static boolean isScalar(String value, Graph graph) {
    return Types.shape(value, graph).filter(shape -> shape.rank() == 0).isPresent();
  }

  /** The rule where a value holds real numbers, and an exact move where it holds anything else. */
  static Rule moved(Node node, Graph graph, int position, Rule rule) {
    return unusable(node, graph)
        .map(Rule::real)
        .orElseGet(() -> Types.isFloat32(node.input(position), graph) ? rule : Rule.CARRIED);
  }

  static Rule exact(Node node, Graph graph) {
    return unusable(node, graph).map(Rule::real).orElse(Rule.EXACT);
  }

  static Rule cast(Node node, Graph graph) {
    Optional<String> unusable = unusable(node, graph);
    if (unusable.isPresent()) {
      return Rule.real(unusable.get());
    }
    boolean toReal = Types.isFloat32(node.output(), graph);
    boolean fromReal = Types.isFloat32(node.input(0), graph);
    return !toReal ? Rule.EXACT : fromReal ? OperandRules.moved(node, graph) : Rule.CONVERTED;
  }

  /** Why operands or results cannot be held exactly. */
  private static Optional<String> unusable(Node node, Graph graph) {
    for (List<String> values : List.of(node.inputs(), node.outputs())) {
      for (String value : values) {
        if (value.equals(Node.ABSENT)) {
          continue;
        }
        Optional<DType> dtype = Types.dtype(value, graph);
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
}
