package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * Where the weights of a sum lie in their constant.
 *
 * @param filters output channels
 * @param groups that filters and input channels are divided into
 * @param depth input channels of a group
 * @param taps positions of the window
 * @param inputsFirst whether weights are [depth, filters]; they are [filters, depth, taps]
 *     otherwise
 */
public record WeightLayout(int filters, int groups, int depth, int taps, boolean inputsFirst) {
  /** The layout of constant weights at input 1; empty for other nodes. */
  public static Optional<WeightLayout> of(Node node, Graph graph) {
    Optional<Tensor> weights =
        node.inputs().size() > 1 ? graph.constant(node.input(1)) : Optional.empty();
    return weights.map(Tensor::shape).flatMap(shape -> of(node, shape));
  }

  private static Optional<WeightLayout> of(Node node, Shape shape) {
    if (node.op() instanceof Conv conv) {
      int filters = shape.intDim(0);
      int depth = shape.intDim(1);
      int taps = Math.toIntExact(shape.elements() / Math.max(1, (long) filters * depth));
      return Optional.of(new WeightLayout(filters, conv.group(), depth, taps, false));
    }
    boolean matrix = shape.rank() == 2;
    if (matrix && node.op() instanceof Gemm gemm && !gemm.transposeA()) {
      return Optional.of(matrix(shape, !gemm.transposeB()));
    }
    return matrix && node.op() instanceof MatMul
        ? Optional.of(matrix(shape, true))
        : Optional.empty();
  }

  private static WeightLayout matrix(Shape shape, boolean inputsFirst) {
    int filters = shape.intDim(inputsFirst ? 1 : 0);
    return new WeightLayout(filters, 1, shape.intDim(inputsFirst ? 0 : 1), 1, inputsFirst);
  }

  /** Input channels of all groups. */
  public int channels() {
    return groups * depth;
  }

  public int filtersOfGroup() {
    return filters / groups;
  }

  /**
   * The place of one weight.
   *
   * @param channel among those of the filter's group
   */
  public int index(int filter, int channel, int tap) {
    return inputsFirst ? channel * filters + filter : (filter * depth + channel) * taps + tap;
  }
}
