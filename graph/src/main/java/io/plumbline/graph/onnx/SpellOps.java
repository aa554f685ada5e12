package io.plumbline.graph.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Writes every typed node in ONNX's words at the graph's opset: the inverse of {@link
 * RecogniseOps}.
 */
public final class SpellOps {
  private SpellOps() {}

  /**
   * A graph of opaque nodes only.
   *
   * @throws io.plumbline.tensor.UnsupportedException when the opset has no words for an op
   */
  public static Graph apply(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Set<String> taken = names(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof OpaqueOp) {
        nodes.add(node);
      } else {
        Spelling spelling = OnnxOps.spell(new Spelling(node, graph, taken));
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

  private static Set<String> names(Graph graph) {
    Set<String> names = new HashSet<>(graph.inputs());
    names.addAll(graph.constants().keySet());
    for (Node node : graph.nodes()) {
      names.add(node.name());
      names.addAll(node.outputs());
    }
    return names;
  }
}
