package io.plumbline.codegen.lower.scope;

import io.plumbline.graph.Node;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.form.PlacedWindow;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.tensor.InternalException;
import java.util.List;

/** The nodes of one entry of the plan, in execution order, and the form it gives them. */
public record Group(NodePlan plan, List<Node> nodes) {
  public Group {
    nodes = List.copyOf(nodes);
  }

  public String name() {
    return plan.name();
  }

  public Node head() {
    return nodes.getFirst();
  }

  /** The value the last node computes. */
  public String output() {
    return nodes.getLast().output();
  }

  public boolean isInteger() {
    return plan.effective() != Precision.FLOAT32;
  }

  /** The form of a group that sums products. */
  public IntegerForm.Sum sum() {
    if (plan.form() instanceof IntegerForm.Sum sum) {
      return sum;
    }
    throw mismatch();
  }

  /** The window of a group that pools. */
  public PlacedWindow window() {
    if (plan.form() instanceof IntegerForm.Windowed(PlacedWindow window)) {
      return window;
    }
    throw mismatch();
  }

  /** The limits of an element-wise result. */
  public Limits limits() {
    return switch (plan.form()) {
      case IntegerForm.Arithmetic(Limits limits) -> limits;
      case IntegerForm.Table(int _, Limits limits) -> limits;
      case IntegerForm.Sum _,
          IntegerForm.Windowed _,
          IntegerForm.Move _,
          IntegerForm.Exact _,
          IntegerForm.Own _,
          IntegerForm.Foreign _ ->
          throw mismatch();
    };
  }

  /** For a form that no rule gives the op of this group: a defect of the rules or of lowering. */
  public InternalException mismatch() {
    return new InternalException(
        "lower.form",
        name(),
        "The plan gives '%s', a %s, the form %s, which it cannot have."
            .formatted(name(), head().op().type(), plan.form()),
        "Report this with the model and the configuration.");
  }
}
