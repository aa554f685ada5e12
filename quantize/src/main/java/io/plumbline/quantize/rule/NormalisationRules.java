package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * Rules of normalisations: their scale and bias must be constants of the extents they belong to.
 */
final class NormalisationRules {
  private NormalisationRules() {}

  /** Scale and bias of channels, or of groups of neighbouring ones. */
  static Rule channels(Node node, Graph graph) {
    Rule rule = OperandRules.constants(node, graph, 1, Rule.NORMALISED);
    Optional<Shape> shape = Types.shape(node.input(0), graph);
    if (rule.isReal() || shape.isEmpty()) {
      return rule.isReal() ? rule : Types.unknownShape(node.input(0));
    }
    for (int i = 1; i <= 2; i++) {
      Optional<Tensor> given = node.hasInput(i) ? graph.constant(node.input(i)) : Optional.empty();
      boolean spread =
          given
              .map(Tensor::elements)
              .filter(elements -> elements > 0 && shape.get().dim(1) % elements == 0)
              .isPresent();
      if (!spread || !Types.isFloat32(node.input(i), graph)) {
        return Rule.real("scale or bias is not a constant over channels or groups");
      }
    }
    return rule;
  }

  static Rule layer(Node node, LayerNormalization op, Graph graph) {
    if (node.outputs().stream().skip(1).anyMatch(name -> !name.equals(Node.ABSENT))) {
      return Rule.real("mean and deviation are asked for");
    }
    Rule rule = OperandRules.constants(node, graph, 1, Rule.NORMALISED);
    Optional<Shape> shape = Types.shape(node.input(0), graph);
    if (rule.isReal() || shape.isEmpty()) {
      return rule.isReal() ? rule : Types.unknownShape(node.input(0));
    }
    int rank = shape.get().rank();
    long normalised = 1;
    for (int axis = op.axis() < 0 ? op.axis() + rank : op.axis(); axis < rank; axis++) {
      normalised *= shape.get().dim(axis);
    }
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.hasInput(i) && !fits(node.input(i), normalised, graph)) {
        return Rule.real("scale or bias is not a constant over the normalised axes");
      }
    }
    return rule;
  }

  private static boolean fits(String constant, long normalised, Graph graph) {
    long elements = graph.constant(constant).orElseThrow().elements();
    return Types.isFloat32(constant, graph) && (elements == 1 || elements == normalised);
  }

  static Rule localResponse(LocalResponseNormalization op) {
    return op.bias() >= Float.MIN_NORMAL && op.alpha() >= 0
        ? Rule.NORMALISED
        : Rule.real("bias %s or alpha %s is not positive".formatted(op.bias(), op.alpha()));
  }
}
