package io.plumbline.quantize.form;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import java.util.List;
import java.util.Optional;

/** The interval a fused activation limits its result to; infinite ends mean none. */
public record Limits(float low, float high) {
  /** The whole line. */
  public static final Limits NONE = new Limits(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** The limits of a chain of Relu and Clip; empty when another op is in it. */
  public static Optional<Limits> of(List<Node> activations) {
    Limits limits = NONE;
    for (Node node : activations) {
      if (node.op() instanceof Unary(UnaryFunction function) && function == UnaryFunction.RELU) {
        limits = limits.then(0, Float.POSITIVE_INFINITY);
      } else if (node.op() instanceof Clip(float minimum, float maximum)) {
        limits = limits.then(minimum, maximum);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(limits);
  }

  private Limits then(float minimum, float maximum) {
    return new Limits(
        QuantizedArithmetic.limit(low, minimum, maximum),
        QuantizedArithmetic.limit(high, minimum, maximum));
  }

  /** The nearest number within the limits. */
  public float apply(float x) {
    return QuantizedArithmetic.limit(x, low, high);
  }
}
