package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.tensor.DType;

/** When a recurrent layer can be integer. */
final class RecurrentRules {
  private static final int BIAS = 3;

  private RecurrentRules() {}

  static Rule of(Node node, Recurrent op, Graph graph) {
    for (int i = 0; i <= BIAS && i < node.inputs().size(); i++) {
      if (node.hasInput(i) && !isReal(node.input(i), graph)) {
        return Rule.real("'%s' is not of f32".formatted(node.input(i)));
      }
      if (i > 0 && node.hasInput(i) && !graph.isConstant(node.input(i))) {
        return Rule.real("'%s' is not constant".formatted(node.input(i)));
      }
    }
    return op.hiddenSize() > 0 ? Rule.RECURRENT : Rule.real("it has no hidden features");
  }

  private static boolean isReal(String value, Graph graph) {
    return graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
  }
}
