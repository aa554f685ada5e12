package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.rule.FusedFunction;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A node as a function of one of its operands, which may be steep. Limits are none: they leave the
 * steps that they do not cut off as they are.
 *
 * @param operand value that it is a function of
 */
record SteepFunction(Node node, String operand, DoubleUnaryOperator function) {
  /** The numbers after which one of these is the same again. */
  private static final double PERIOD = 2 * Math.PI;

  /** What a node may be too steep for; empty where it is none, or is computed with a sum. */
  static Optional<SteepFunction> of(Node node, Graph graph) {
    boolean limits = Limits.of(List.of(node)).isPresent();
    if (node.op() instanceof UnaryOp op && !limits && !isComputedWithSum(node, graph)) {
      return of(node, 0, op::apply, graph);
    }
    if (node.op() instanceof Binary(BinaryFunction function)) {
      Optional<Double> first = number(node.input(0), graph);
      Optional<Double> second = number(node.input(1), graph);
      if (function == BinaryFunction.DIV) {
        return of(node, 1, x -> 1 / x, graph);
      }
      if (function == BinaryFunction.POW && second.isPresent()) {
        return of(node, 0, x -> StrictMath.pow(x, second.get()), graph);
      }
      if (function == BinaryFunction.POW && first.isPresent()) {
        return of(node, 1, x -> StrictMath.pow(first.get(), x), graph);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether equal numbers come back for larger and larger operands, so that none may be cut off.
   */
  boolean isPeriodic() {
    return node.op() instanceof Unary(UnaryFunction f) && f.isPeriodic();
  }

  /** Whether the operand was seen to go through more than a period. */
  boolean isPassedThrough(TensorStatistics operand) {
    return !operand.isEmpty() && (double) operand.maximum() - operand.minimum() > PERIOD;
  }

  private static Optional<SteepFunction> of(
      Node node, int position, DoubleUnaryOperator function, Graph graph) {
    String operand = node.input(position);
    return graph.isConstant(operand)
        ? Optional.empty()
        : Optional.of(new SteepFunction(node, operand, function));
  }

  private static boolean isComputedWithSum(Node node, Graph graph) {
    return FusedFunction.of(node).isPresent()
        && graph.producer(node.input(0)).filter(sum -> sum.op() instanceof Conv).isPresent();
  }

  private static Optional<Double> number(String value, Graph graph) {
    return graph
        .constant(value)
        .filter(tensor -> tensor.elements() == 1)
        .filter(tensor -> tensor.dtype().isFloat())
        .map(tensor -> tensor.getDouble(0));
  }
}
