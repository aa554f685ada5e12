package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code e / ReduceSum(e) ⇒ Softmax(x)} with {@code e = Exp(x − ReduceMax(x))}, both reductions
 * along one axis that stays. Float32 only; before opset 13, which knows Softmax along any axis,
 * only along the last.
 */
public final class FuseSoftmax implements Rule {
  private static final long ANY_AXIS_SINCE = 13;

  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!isBinary(node, BinaryFunction.DIV)) {
      return Optional.empty();
    }
    Optional<Node> sum = reduction(node.input(1), node.input(0), ReduceFunction.SUM, graph);
    Optional<Node> exponential =
        graph
            .producer(node.input(0))
            .filter(e -> e.op() instanceof Unary(UnaryFunction f) && f == UnaryFunction.EXP);
    Optional<Node> difference =
        exponential
            .flatMap(e -> graph.producer(e.input(0)))
            .filter(d -> isBinary(d, BinaryFunction.SUB));
    Optional<Node> maximum =
        difference.flatMap(d -> reduction(d.input(1), d.input(0), ReduceFunction.MAX, graph));
    if (sum.isEmpty() || maximum.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt axis = axis(sum.get(), graph);
    if (axis.isEmpty() || !axis.equals(axis(maximum.get(), graph))) {
      return Optional.empty();
    }
    return new Fusion(graph, node)
        .and(List.of(maximum.get(), difference.orElseThrow(), exponential.orElseThrow()))
        .and(sum.get())
        .into(name(), new Softmax(axis.getAsInt()), List.of(maximum.get().input(0)));
  }

  private static boolean isBinary(Node node, BinaryFunction wanted) {
    return node.op() instanceof Binary(BinaryFunction function) && function == wanted;
  }

  /** The node that makes one value of another by reducing it. */
  private static Optional<Node> reduction(
      String result, String operand, ReduceFunction wanted, Graph graph) {
    return graph
        .producer(result)
        .filter(
            node ->
                node.op() instanceof Reduce reduce
                    && reduce.function() == wanted
                    && node.input(0).equals(operand));
  }

  /** The only axis of a reduction that keeps it, counted from the end; empty for others. */
  private static OptionalInt axis(Node reduction, Graph graph) {
    Optional<TensorType> type = graph.tensorType(reduction.input(0));
    if (type.isEmpty()
        || type.get().dtype() != DType.FLOAT32
        || !(reduction.op() instanceof Reduce reduce)
        || !reduce.keepDims()
        || reduce.axes().size() != 1) {
      return OptionalInt.empty();
    }
    int given = reduce.axes().getFirst();
    int axis = given < 0 ? given : given - type.get().rank();
    return axis == -1 || graph.info().opset() >= ANY_AXIS_SINCE
        ? OptionalInt.of(axis)
        : OptionalInt.empty();
  }
}
