package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.tensor.QuantParams;
import java.util.List;
import java.util.Optional;

/**
 * The constant operand of a node that sums products.
 *
 * @param axis of the output channels, {@link QuantParams#PER_TENSOR} when a scale for each of them
 *     cannot be taken out of the sum
 * @param factor of the product besides the operands, as in Gemm's alpha
 */
public record WeightOperand(String constant, int axis, double factor) {
  /** Every constant operand of integer products of a node. */
  public static List<WeightOperand> all(Node node, Graph graph) {
    return node.op() instanceof Recurrent
        ? List.of(new WeightOperand(node.input(1), 1, 1), new WeightOperand(node.input(2), 1, 1))
        : of(node, graph).stream().toList();
  }

  /** Whether a node multiplies by constants. */
  public static boolean isReadBy(Node node, Graph graph) {
    return all(node, graph).stream().map(WeightOperand::constant).anyMatch(graph::isConstant);
  }

  /** Where a node reads constants as weights; what else it reads it wants as real numbers. */
  public static List<Integer> positions(Node node, Graph graph) {
    return node.op() instanceof Recurrent
        ? List.of(1, 2)
        : of(node, graph).stream()
            .map(weights -> node.inputs().indexOf(weights.constant()))
            .toList();
  }

  public static Optional<WeightOperand> of(Node node, Graph graph) {
    if (node.op() instanceof Conv) {
      return Optional.of(new WeightOperand(node.input(1), 0, 1));
    }
    if (node.op() instanceof ConvTranspose) {
      return Optional.of(new WeightOperand(node.input(1), 1, 1));
    }
    if (node.op() instanceof Gemm gemm && graph.isConstant(node.input(1))) {
      int axis = gemm.transposeB() ? 0 : 1;
      return Optional.of(new WeightOperand(node.input(1), axis, gemm.alpha()));
    }
    return node.op() instanceof MatMul ? ofProduct(node, graph) : Optional.empty();
  }

  private static Optional<WeightOperand> ofProduct(Node node, Graph graph) {
    if (graph.isConstant(node.input(1))) {
      boolean matrix = graph.constant(node.input(1)).orElseThrow().shape().rank() == 2;
      return Optional.of(new WeightOperand(node.input(1), matrix ? 1 : QuantParams.PER_TENSOR, 1));
    }
    return graph.isConstant(node.input(0))
        ? Optional.of(new WeightOperand(node.input(0), QuantParams.PER_TENSOR, 1))
        : Optional.empty();
  }

  /** The groups of a node whose output channels lie along the axis for one group only. */
  public static int groups(Node node) {
    return node.op() instanceof ConvTranspose conv ? conv.group() : 1;
  }

  /** Whether output channels lie along an axis. */
  public boolean isMatrix() {
    return axis != QuantParams.PER_TENSOR;
  }
}
