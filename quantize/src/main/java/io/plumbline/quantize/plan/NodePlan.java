package io.plumbline.quantize.plan;

import io.plumbline.quantize.form.IntegerForm;
import java.util.List;

/**
 * How one node, or several that become one integer instruction, is computed.
 *
 * @param nodes names in the optimised graph, in execution order; never empty
 * @param form what the program does for it
 * @param requested what the configuration asked for
 * @param effective what the program computes in
 * @param reason why the two differ; empty when they do not
 */
public record NodePlan(
    List<String> nodes, IntegerForm form, Precision requested, Precision effective, String reason) {
  public NodePlan {
    nodes = List.copyOf(nodes);
  }

  /** The same node in another form. */
  NodePlan with(IntegerForm other) {
    return new NodePlan(nodes, other, requested, effective, reason);
  }

  /** What a reader is told of the precision: the reason, or that float32 was asked for. */
  public String explanation() {
    return effective == Precision.FLOAT32 && reason.isEmpty() ? "asked for" : reason;
  }

  /** The name of the fused node: {@code Conv_0+Relu_1}. */
  public String name() {
    return String.join("+", nodes);
  }
}
