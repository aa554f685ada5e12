package io.plumbline.graph.pass;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * {@code d / √(ReduceMean(d²) + ε) · scale + bias} with {@code d = x − ReduceMean(x)} over the last
 * axis {@code ⇒ LayerNormalization(x, scale, bias)}; the square is {@code Pow(d, 2)} or {@code d ·
 * d}.
 */
public final class FuseLayerNormalization implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    return operand(node, BinaryFunction.ADD, graph)
        .flatMap(
            shift ->
                graph
                    .producer(shift.value())
                    .flatMap(product -> operand(product, BinaryFunction.MUL, graph))
                    .flatMap(scale -> fuse(node, scale, shift, graph)));
  }

  /** A binary node read as f(value, constant vector). */
  private record VectorOperand(Node node, String value, String vector) {}

  private static Optional<VectorOperand> operand(Node node, BinaryFunction function, Graph graph) {
    if (!(node.op() instanceof Binary(BinaryFunction actual)) || actual != function) {
      return Optional.empty();
    }
    int position = graph.isConstant(node.input(1)) ? 1 : 0;
    return graph
        .constant(node.input(position))
        .filter(tensor -> tensor.dtype() == DType.FLOAT32 && tensor.shape().rank() == 1)
        .map(t -> new VectorOperand(node, node.input(1 - position), node.input(position)));
  }

  private Optional<GraphPatch> fuse(
      Node node, VectorOperand scale, VectorOperand shift, Graph graph) {
    Optional<Node> quotient = graph.producer(scale.value()).filter(q -> is(q, BinaryFunction.DIV));
    Optional<Node> centred = quotient.flatMap(q -> graph.producer(q.input(0)));
    Optional<Node> mean = centred.flatMap(c -> mean(c, graph));
    Optional<Deviation> deviation =
        quotient.flatMap(q -> graph.producer(q.input(1))).flatMap(root -> deviation(root, graph));
    if (centred.isEmpty() || mean.isEmpty() || deviation.isEmpty()) {
      return Optional.empty();
    }
    Node other = deviation.get().centred();
    boolean same =
        other.equals(centred.get())
            || (other.inputs().getFirst().equals(centred.get().input(0))
                && mean(other, graph).isPresent());
    Optional<TensorType> type = graph.tensorType(mean.get().input(0));
    boolean fits =
        type.filter(t -> t.rank() > 0 && overLast(mean.get(), t) && spans(scale, shift, t, graph))
            .filter(t -> overLast(deviation.get().mean(), t))
            .isPresent();
    return same && fits
        ? new Fusion(graph, node)
            .and(List.of(scale.node(), quotient.get(), centred.get(), mean.get(), other))
            .and(mean(other, graph).stream().toList())
            .and(deviation.get().nodes())
            .into(
                name(),
                new LayerNormalization(-1, (float) deviation.get().epsilon()),
                List.of(mean.get().input(0), scale.vector(), shift.vector()))
        : Optional.empty();
  }

  /** √(ReduceMean(centred²) + epsilon). */
  private record Deviation(Node centred, Node mean, double epsilon, List<Node> nodes) {}

  private static Optional<Deviation> deviation(Node root, Graph graph) {
    if (!root.op().equals(new Unary(UnaryFunction.SQRT))) {
      return Optional.empty();
    }
    Optional<ScalarOperand> sum =
        graph
            .producer(root.input(0))
            .flatMap(node -> ScalarOperand.either(node, BinaryFunction.ADD, graph));
    Optional<Node> mean =
        sum.flatMap(s -> graph.producer(s.value())).filter(m -> m.op() instanceof ReduceMean);
    Optional<Node> square =
        mean.flatMap(m -> graph.producer(m.input(0))).filter(s -> isSquare(s, graph));
    return square
        .flatMap(s -> graph.producer(s.input(0)))
        .map(
            centred ->
                new Deviation(
                    centred,
                    mean.orElseThrow(),
                    sum.orElseThrow().scalar(),
                    List.of(root, sum.get().node(), mean.get(), square.get())));
  }

  private static boolean isSquare(Node node, Graph graph) {
    return ScalarOperand.right(node, BinaryFunction.POW, graph)
            .filter(power -> power.scalar() == 2)
            .isPresent()
        || (is(node, BinaryFunction.MUL) && node.input(0).equals(node.input(1)));
  }

  private static boolean is(Node node, BinaryFunction function) {
    return node.op().equals(new Binary(function));
  }

  /** The mean that a node subtracts from the value it is the mean of. */
  private static Optional<Node> mean(Node centred, Graph graph) {
    return is(centred, BinaryFunction.SUB)
        ? graph
            .producer(centred.input(1))
            .filter(m -> m.op() instanceof ReduceMean && m.input(0).equals(centred.input(0)))
        : Optional.empty();
  }

  private static boolean overLast(Node mean, TensorType type) {
    return mean.op() instanceof ReduceMean(List<Integer> axes, boolean keepDims)
        && keepDims
        && axes.size() == 1
        && (axes.getFirst() == -1 || axes.getFirst() == type.rank() - 1);
  }

  private static boolean spans(
      VectorOperand scale, VectorOperand shift, TensorType type, Graph graph) {
    return type.dims().getLast() instanceof Dim.Fixed(long extent)
        && extent(scale, graph) == extent
        && extent(shift, graph) == extent;
  }

  private static long extent(VectorOperand operand, Graph graph) {
    return graph.constant(operand.vector()).map(Tensor::elements).orElse(-1L);
  }
}
