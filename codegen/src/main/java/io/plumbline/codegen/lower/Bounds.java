package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import java.util.List;
import java.util.Optional;

/** The interval a fused activation limits its result to; infinite ends mean none. */
record Bounds(float low, float high) {
  static final Bounds NONE = new Bounds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** The bounds of a chain of Relu and Clip; empty when another op is in it. */
  static Optional<Bounds> of(List<Node> activations) {
    Bounds bounds = NONE;
    for (Node node : activations) {
      if (node.op() instanceof Unary(UnaryFunction function) && function == UnaryFunction.RELU) {
        bounds = bounds.then(0, Float.POSITIVE_INFINITY);
      } else if (node.op() instanceof Clip(float minimum, float maximum)) {
        bounds = bounds.then(minimum, maximum);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bounds);
  }

  private Bounds then(float minimum, float maximum) {
    return new Bounds(
        QuantizedArithmetic.limit(low, minimum, maximum),
        QuantizedArithmetic.limit(high, minimum, maximum));
  }

  float apply(float x) {
    return QuantizedArithmetic.limit(x, low, high);
  }
}
