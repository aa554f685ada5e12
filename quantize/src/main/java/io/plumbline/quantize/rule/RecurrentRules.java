package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** When a recurrent layer can be integer. */
final class RecurrentRules {
  private static final int BIAS = 3;

  /** The largest magnitude of the integers that hidden states are. */
  private static final long LARGEST_STATE = 1L << 15;

  private RecurrentRules() {}

  static Rule of(Node node, Recurrent op, Graph graph, LoadedScales loaded, Scheme scheme) {
    for (int i = 0; i <= BIAS && i < node.inputs().size(); i++) {
      if (node.hasInput(i) && !Types.isFloat32(node.input(i), graph)) {
        return Rule.real("'%s' is not of f32".formatted(node.input(i)));
      }
      if (i > 0 && node.hasInput(i) && !graph.isConstant(node.input(i))) {
        return Rule.real("'%s' is not constant".formatted(node.input(i)));
      }
    }
    if (op.hiddenSize() <= 0) {
      return Rule.real("it has no hidden features");
    }
    List<WeightOperand> weights = WeightOperand.all(node, graph);
    boolean fits =
        fits(weights.get(0), WeightBound.factor(scheme), graph, loaded)
            && fits(weights.get(1), LARGEST_STATE, graph, loaded);
    return fits ? Rule.RECURRENT : Rule.real("an accumulator could leave 32 bits");
  }

  private static boolean fits(
      WeightOperand weights, long largest, Graph graph, LoadedScales loaded) {
    Tensor tensor = graph.constant(weights.constant()).orElseThrow();
    Tensor integers = WeightBound.finest(weights, tensor, loaded, DType.INT8);
    return AccumulatorBound.rows(integers, largest) <= Accumulator.INT32.limit();
  }
}
