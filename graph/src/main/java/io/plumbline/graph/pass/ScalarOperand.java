package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** A binary node read as f(value, scalar) with a constant scalar. */
record ScalarOperand(Node node, String value, double scalar) {
  /** The node with its scalar on either side; the caller knows that the function commutes. */
  static Optional<ScalarOperand> either(Node node, BinaryFunction function, Graph graph) {
    return right(node, function, graph).or(() -> at(node, function, graph, 0));
  }

  /** The node with its scalar on the right. */
  static Optional<ScalarOperand> right(Node node, BinaryFunction function, Graph graph) {
    return at(node, function, graph, 1);
  }

  private static Optional<ScalarOperand> at(
      Node node, BinaryFunction function, Graph graph, int position) {
    if (!(node.op() instanceof Binary(BinaryFunction actual)) || actual != function) {
      return Optional.empty();
    }
    return graph
        .constant(node.input(position))
        .filter(ScalarOperand::keepsShape)
        .map(tensor -> new ScalarOperand(node, node.input(1 - position), tensor.getDouble(0)));
  }

  private static boolean keepsShape(Tensor tensor) {
    return tensor.elements() == 1 && tensor.shape().rank() <= 1 && tensor.dtype().isFloat();
  }

  boolean near(double expected) {
    return Math.abs(scalar - expected) <= 1e-5 * Math.abs(expected);
  }
}
