package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.Optional;

/** {@code Clip(x, 0, ∞) ⇒ Relu(x)} of real numbers: Relu knows integers from opset 14 only. */
public final class ReplaceClipByRelu implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    boolean relu =
        node.op() instanceof Clip(float low, float high)
            && low == 0
            && high >= Float.MAX_VALUE
            && graph.tensorType(node.input(0)).stream().allMatch(type -> type.dtype().isFloat());
    return relu
        ? Optional.of(
            new GraphPatch(name()).replace(node, node.withOp(new Unary(UnaryFunction.RELU))))
        : Optional.empty();
  }
}
