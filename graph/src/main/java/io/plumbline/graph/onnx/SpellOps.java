package io.plumbline.graph.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Writes every typed node in ONNX's words at the graph's opset: the inverse of {@link
 * RecogniseOps}.
 */
public final class SpellOps {
  private SpellOps() {}

  /** A graph of opaque nodes only. */
  public static Graph apply(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    for (Node node : graph.nodes()) {
      if (node.op() instanceof OpaqueOp) {
        nodes.add(node);
      } else {
        Spelling spelling = OnnxOps.spell(new Spelling(node, graph.info().opset()));
        nodes.addAll(spelling.nodes());
        constants.putAll(spelling.constants());
      }
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        nodes,
        constants,
        graph.types());
  }
}
