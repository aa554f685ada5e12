package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import java.util.List;
import java.util.Optional;

/** The nodes of one entry of the plan, in execution order. */
record Group(NodePlan plan, List<Node> nodes) {
  Group {
    nodes = List.copyOf(nodes);
  }

  String name() {
    return plan.name();
  }

  Node head() {
    return nodes.getFirst();
  }

  /** The value the last node computes. */
  String output() {
    return nodes.getLast().output();
  }

  boolean isInteger() {
    return plan.effective() != Precision.FLOAT32;
  }

  /**
   * The limits that the nodes from this position on put on the result; empty when they do more than
   * limit.
   */
  Optional<Bounds> boundsFrom(int position) {
    return Bounds.of(nodes.subList(position, nodes.size()));
  }

  /** The refusal of an op that has only an integer instruction and is planned in float. */
  Outcome keptFloat() {
    return Outcome.refused(floatReason());
  }

  /** Why it is planned in float. */
  String floatReason() {
    return plan.reason().isEmpty() ? "planned in float32" : plan.reason();
  }

  Outcome unknownFusion() {
    return Outcome.refused("%s is not a fusion with an integer instruction".formatted(name()));
  }
}
