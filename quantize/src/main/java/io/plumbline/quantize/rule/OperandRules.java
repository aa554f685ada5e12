package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reduce;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.mask.MaximaBorder;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Rules that depend on the operands of a node. */
public final class OperandRules {
  private OperandRules() {}

  /** The rule when all inputs from a position on are constant or absent. */
  static Rule constants(Node node, Graph graph, int from, Rule rule) {
    for (int i = from; i < node.inputs().size(); i++) {
      if (node.hasInput(i) && !graph.isConstant(node.input(i))) {
        return Rule.real("'%s' is not constant".formatted(node.input(i)));
      }
    }
    return rule;
  }

  /** A move of the first input, whose parameters the result has if it is computed. */
  static Rule moved(Node node, Graph graph) {
    return graph.isConstant(node.input(0)) ? Rule.TAKEN : Rule.MOVED;
  }

  static Rule reduce(Node node, Reduce op, Graph graph) {
    return switch (op.function()) {
      case MAX, MIN ->
          Types.shape(node.input(0), graph).filter(shape -> shape.elements() == 0).isPresent()
              ? Rule.real("the extreme of no elements is no integer")
              : Rule.SELECTED;
      case SUM, PROD, L1, L2, SUM_SQUARE -> Rule.NORMALISED;
    };
  }

  static Rule pad(Node node, Pad op, Graph graph) {
    boolean crops = op.pads().stream().anyMatch(width -> width < 0);
    if (crops && op.mode() != Pad.Mode.CONSTANT) {
      return Rule.real("negative padding with a border of elements has no integer form");
    }
    return op.value() == 0 || MaximaBorder.is(node, graph) ? moved(node, graph) : Rule.EXTENDED;
  }

  /** A table on integers; Relu and Clip are limits on float32. */
  static Rule unary(Node node) {
    IntegerForm table = new IntegerForm.Table(0, Limits.NONE);
    return new Rule(
        Behaviour.INTEGER, "", table, Limits.of(List.of(node)).map(IntegerForm.Arithmetic::new));
  }

  /** With one number for an operand the op is a function of the other operand alone. */
  static Rule binary(Node node, Binary op, Graph graph) {
    boolean first = isNumber(node.input(0), graph);
    boolean second = isNumber(node.input(1), graph);
    int varying = first ? 1 : 0;
    Optional<Shape> shape = Types.shape(node.input(varying), graph);
    boolean table =
        first != second && shape.isPresent() && shape.equals(Types.shape(node.output(), graph));
    IntegerForm form = new IntegerForm.Table(varying, Limits.NONE);
    if (op.function() == BinaryFunction.POW) {
      return table && second
          ? Rule.ofIntegers(Behaviour.INTEGER, form)
          : Rule.real("a power with a varying exponent has no integer form");
    }
    return table ? new Rule(Behaviour.ARITHMETIC, "", form, Rule.COMPUTED.real()) : Rule.COMPUTED;
  }

  private static boolean isNumber(String value, Graph graph) {
    return graph.constant(value).filter(tensor -> tensor.elements() == 1).isPresent();
  }

  /**
   * Whether a tensor holds one number, or one for each of so many channels along the last axis, all
   * finite.
   */
  public static boolean isRow(Tensor tensor, long channels) {
    Shape shape = tensor.shape();
    return (shape.elements() == 1 || (shape.elements() == channels && shape.dim(-1) == channels))
        && isFinite(tensor);
  }

  private static boolean isFinite(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      if (!Double.isFinite(tensor.getDouble(i))) {
        return false;
      }
    }
    return true;
  }
}
