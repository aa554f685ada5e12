package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.UnaryOp;
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

  /**
   * The function that the second of two nodes computes of the first one's sum, if it does not only
   * limit it.
   */
  Optional<UnaryOp> fusedFunction() {
    return nodes.size() == 2
            && boundsFrom(1).isEmpty()
            && nodes.getLast().op() instanceof UnaryOp function
        ? Optional.of(function)
        : Optional.empty();
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
