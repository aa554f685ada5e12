package io.plumbline.pipeline.record;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantPlan;
import java.util.Optional;

/**
 * What nodes are computed in, as reports and configurations name it: {@code int8}, {@code w4a8}
 * where the integers of weights have fewer bits, {@code int16}, {@code w16a8}, {@code float32}.
 */
record PrecisionWords(QuantPlan plan, Graph graph) {
  /** What the configuration asked for. */
  String requested(NodePlan node) {
    return of(node, node.requested());
  }

  /** What the program computes in. */
  String effective(NodePlan node) {
    return of(node, node.effective());
  }

  private String of(NodePlan node, Precision precision) {
    return precision == Precision.INT8
        ? weightBits(node).map("w%da8"::formatted).orElse(precision.label())
        : precision.label();
  }

  /** Bits of the integers of a node's weights, where they are fewer than those of their type. */
  private Optional<Integer> weightBits(NodePlan node) {
    return node.nodes().stream()
        .flatMap(name -> graph.node(name).reads().stream())
        .flatMap(value -> plan.weight(value).stream())
        .map(weight -> Integer.SIZE + 1 - Integer.numberOfLeadingZeros(weight.limit()))
        .filter(bits -> bits < Byte.SIZE)
        .findFirst();
  }
}
