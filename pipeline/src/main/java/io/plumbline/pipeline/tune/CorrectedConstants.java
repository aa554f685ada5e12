package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Writes corrections into the constants of a float graph. */
final class CorrectedConstants {
  private CorrectedConstants() {}

  /** The graph with the accepted corrections. A bias that others read as well gets a twin. */
  static Graph apply(Graph graph, List<BiasShift> shifts) {
    Graph corrected = graph;
    for (BiasShift shift : shifts) {
      if (shift.isAccepted()) {
        corrected = patch(corrected, shift).apply(corrected);
      }
    }
    return corrected;
  }

  /** The graph with the weights that are to be changed, each read by one sum alone. */
  static Graph round(Graph graph, List<RoundedWeights> rounded) {
    GraphPatch patch = new GraphPatch("least-squares rounding");
    for (RoundedWeights weights : rounded) {
      patch = patch.constant(weights.constant().orElseThrow(), weights.numbers().orElseThrow());
    }
    return rounded.isEmpty() ? graph : patch.apply(graph);
  }

  private static GraphPatch patch(Graph graph, BiasShift shift) {
    Node node = graph.node(shift.use().node());
    String constant = node.input(shift.use().input());
    Tensor bias = graph.constant(constant).orElseThrow();
    Tensor numbers =
        bias.elements() == shift.numbers().elements()
            ? shift.numbers().reshape(bias.shape())
            : shift.numbers();
    GraphPatch patch = new GraphPatch("bias correction");
    if (graph.consumers(constant).size() == 1 && !graph.outputs().contains(constant)) {
      return patch.constant(constant, numbers);
    }
    String twin = Names.of(graph).value(constant + "_corrected");
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(shift.use().input(), twin);
    return patch.constant(twin, numbers).replace(node, node.withInputs(inputs));
  }
}
