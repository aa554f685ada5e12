package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.EnumSet;
import java.util.Set;

/**
 * The functions that a convolution computes along with its sum: each side of them ends in a
 * constant or leaves the range of the result, so that 16-bit positions reach everything in between.
 */
final class FusedFunction {
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

  private FusedFunction() {}

  static boolean applies(Node node) {
    return switch (node.op()) {
      case Unary(UnaryFunction function) -> SATURATING.contains(function);
      case LeakyRelu(float slope) -> slope > 0;
      case HardSigmoid hard -> hard.alpha() > 0;
      default -> false;
    };
  }

  /** Whether a group ends in such a function. */
  static boolean ends(Group group) {
    return group.nodes().size() > 1 && applies(group.nodes().getLast());
  }
}
