package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.quantize.form.Use;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The constant that a node adds to its sums of products with {@link WeightOperand weights}.
 *
 * @param use where it is read: by the node itself, or by the addition fused to it
 * @param tensor one number, or one for each output channel
 * @param factor of the constant, as in Gemm's beta
 */
public record BiasOperand(Use use, String constant, Tensor tensor, double factor, int channels) {
  private static final int POSITION = 2;

  /** The bias of fused nodes; empty where there is none or no accumulator can hold it. */
  public static Optional<BiasOperand> of(List<Node> nodes, Graph graph) {
    Node node = nodes.getFirst();
    Optional<WeightOperand> weights = WeightOperand.of(node, graph);
    if (weights.isEmpty() || !weights.get().isMatrix()) {
      return Optional.empty();
    }
    int channels = channels(node, weights.get(), graph);
    if (node.op() instanceof MatMul) {
      return nodes.size() > 1 ? addedRow(node, nodes.get(1), channels, graph) : Optional.empty();
    }
    if (!node.hasInput(POSITION) || isAddedLater(node, channels, graph)) {
      return Optional.empty();
    }
    double factor = node.op() instanceof Gemm gemm ? gemm.beta() : 1;
    return Optional.of(of(node, POSITION, factor, channels, graph));
  }

  private static int channels(Node node, WeightOperand weights, Graph graph) {
    Shape shape = graph.constant(weights.constant()).orElseThrow().shape();
    int channels = shape.intDim(weights.axis());
    return node.op() instanceof ConvTranspose conv ? channels * conv.group() : channels;
  }

  /** Whether the addend of a Gemm is no constant row, so that it is added to the real product. */
  private static boolean isAddedLater(Node node, int channels, Graph graph) {
    return node.op() instanceof Gemm
        && graph
            .constant(node.input(POSITION))
            .filter(addend -> OperandRules.isRow(addend, channels))
            .isEmpty();
  }

  private static Optional<BiasOperand> addedRow(Node product, Node add, int channels, Graph graph) {
    if (!(add.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.ADD) {
      return Optional.empty();
    }
    int position = add.input(0).equals(product.output()) ? 1 : 0;
    return graph.isConstant(add.input(position))
        ? Optional.of(of(add, position, 1, channels, graph))
        : Optional.empty();
  }

  private static BiasOperand of(Node node, int position, double factor, int channels, Graph graph) {
    String constant = node.input(position);
    Tensor tensor = graph.constant(constant).orElseThrow();
    return new BiasOperand(new Use(node.name(), position), constant, tensor, factor, channels);
  }

  /**
   * A number in steps of an accumulator, to nearest even: how every bias is rounded.
   *
   * @param unit what one step stands for
   */
  public static double steps(double number, double unit) {
    return Math.rint(number / unit);
  }

  /** What is added to the sums of a channel. */
  public double number(int channel) {
    return factor * tensor.getDouble(tensor.elements() == 1 ? 0 : channel);
  }
}
