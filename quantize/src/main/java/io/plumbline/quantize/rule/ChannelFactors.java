package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A product with a constant power of two for each channel, along axis 1. It is exact in float32 and
 * moves into the scale of what is multiplied without any rounding.
 */
public final class ChannelFactors {
  /** Magnitudes of exponents up to which scales stay normal numbers. */
  private static final int LARGEST_EXPONENT = 24;

  private ChannelFactors() {}

  /**
   * The factors of a node, one for each channel; empty for any other node.
   *
   * @param value that is multiplied, [N, C, …]
   */
  public static Optional<List<Float>> of(Node node, String value, Graph graph) {
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.MUL) {
      return Optional.empty();
    }
    String other = node.input(0).equals(value) ? node.input(1) : node.input(0);
    Optional<Shape> shape = Types.shape(value, graph);
    return shape.isEmpty()
        ? Optional.empty()
        : graph
            .constant(other)
            .filter(constant -> isByChannel(constant.shape(), shape.get()))
            .flatMap(ChannelFactors::powers);
  }

  private static boolean isByChannel(Shape constant, Shape value) {
    int rank = value.rank();
    boolean fits = rank >= 2 && (constant.rank() == rank || constant.rank() == rank - 1);
    return fits && constant.dim(1 - rank) == value.dim(1) && constant.elements() == value.dim(1);
  }

  private static Optional<List<Float>> powers(Tensor constant) {
    List<Float> factors = new ArrayList<>();
    for (float factor : constant.toFloats()) {
      int exponent = Math.getExponent(factor);
      if (Math.abs(exponent) > LARGEST_EXPONENT || factor != Math.scalb(1f, exponent)) {
        return Optional.empty();
      }
      factors.add(factor);
    }
    return Optional.of(factors);
  }
}
