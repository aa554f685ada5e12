package io.plumbline.graph.pass;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code Conv(x, W, b) · s + t ⇒ Conv(x, W·s, b·s + t)} for a constant s or t that is one number or
 * one per output channel, as Mul, Add, Sub or Div; likewise after ConvTranspose, Gemm and
 * BatchNormalization.
 */
public final class FoldChannelArithmetic implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Binary(BinaryFunction function))) {
      return Optional.empty();
    }
    boolean commutes = function == BinaryFunction.ADD || function == BinaryFunction.MUL;
    Optional<GraphPatch> right = fold(node, function, 0, graph);
    return right.isPresent() || !commutes ? right : fold(node, function, 1, graph);
  }

  private Optional<GraphPatch> fold(
      Node node, BinaryFunction function, int valueInput, Graph graph) {
    String value = node.input(valueInput);
    Optional<TensorType> type = graph.tensorType(value);
    Optional<Tensor> operand =
        graph
            .constant(node.input(1 - valueInput))
            .filter(tensor -> tensor.dtype() == DType.FLOAT32);
    return type.isEmpty() || operand.isEmpty()
        ? Optional.empty()
        : perChannel(operand.get(), type.get())
            .flatMap(values -> affine(function, values))
            .flatMap(affine -> affine.foldInto(node, value, graph, name()));
  }

  /** The operand as one number per channel of a value with channels on axis 1. */
  private static Optional<List<Double>> perChannel(Tensor operand, TensorType type) {
    int rank = type.rank();
    if (rank < 2
        || operand.shape().rank() > rank
        || !(type.dims().get(1) instanceof Dim.Fixed(long channels))) {
      return Optional.empty();
    }
    int axis = operand.shape().rank() - rank + 1;
    boolean perChannel =
        axis >= 0 && operand.elements() == channels && operand.shape().dim(axis) == channels;
    if (operand.elements() != 1 && !perChannel) {
      return Optional.empty();
    }
    List<Double> values = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      values.add(operand.getDouble(perChannel ? c : 0));
    }
    return Optional.of(values);
  }

  private static Optional<ChannelAffine> affine(BinaryFunction function, List<Double> values) {
    List<Double> ones = values.stream().map(v -> 1.0).toList();
    List<Double> zeros = values.stream().map(v -> 0.0).toList();
    return switch (function) {
      case ADD -> Optional.of(new ChannelAffine(ones, values));
      case SUB -> Optional.of(new ChannelAffine(ones, values.stream().map(v -> -v).toList()));
      case MUL -> Optional.of(new ChannelAffine(values, zeros));
      case DIV ->
          values.contains(0.0)
              ? Optional.empty()
              : Optional.of(new ChannelAffine(values.stream().map(v -> 1 / v).toList(), zeros));
      case MIN, MAX, POW -> Optional.empty();
    };
  }
}
