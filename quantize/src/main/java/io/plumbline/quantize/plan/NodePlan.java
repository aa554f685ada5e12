package io.plumbline.quantize.plan;

import java.util.List;

/**
 * How one node, or several that become one integer instruction, is computed.
 *
 * @param nodes names in the optimised graph, in execution order; never empty
 * @param requested what the configuration asked for
 * @param effective what it gets
 * @param reason why the two differ; empty when they do not
 */
public record NodePlan(
    List<String> nodes, Precision requested, Precision effective, String reason) {
  public NodePlan {
    nodes = List.copyOf(nodes);
  }

  /** The name of the fused node: {@code Conv_0+Relu_1}. */
  public String name() {
    return String.join("+", nodes);
  }
}
