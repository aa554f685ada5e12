package io.plumbline.quantize.rule;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The functions that a convolution computes along with its sum: each side of them ends in a
 * constant or leaves the range of the result, so that 16-bit positions reach everything in between.
 */
public final class FusedFunction {
  private static final Set<UnaryFunction> SATURATING =
      EnumSet.of(
          UnaryFunction.ERF,
          UnaryFunction.GELU,
          UnaryFunction.GELU_TANH,
          UnaryFunction.HARD_SWISH,
          UnaryFunction.MISH,
          UnaryFunction.SIGMOID,
          UnaryFunction.SILU,
          UnaryFunction.SOFTPLUS,
          UnaryFunction.TANH);

  /**
   * The flattest side that positions can follow: where one side needs 128 times the reach of the
   * other, 65536 positions are still half as wide as 256 integers of the steeper side.
   */
  private static final float LEAST_SLOPE = 1 / 128f;

  private FusedFunction() {}

  /** The function of a node, if a sum can be computed through it. */
  public static Optional<UnaryOp> of(Node node) {
    boolean applies =
        switch (node.op()) {
          case Unary(UnaryFunction function) -> SATURATING.contains(function);
          case LeakyRelu(float slope) -> slope >= LEAST_SLOPE;
          case HardSigmoid hard -> hard.alpha() >= LEAST_SLOPE;
          default -> false;
        };
    return applies && node.op() instanceof UnaryOp function
        ? Optional.of(function)
        : Optional.empty();
  }
}
