package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Drops nodes, constants and types that no graph output depends on. Inputs stay: they are the
 * model's interface.
 */
public final class RemoveDeadCode {
  private RemoveDeadCode() {}

  public static Graph apply(Graph graph) {
    Set<String> live = new HashSet<>(graph.outputs());
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(live::contains)) {
        live.addAll(node.reads());
        live.addAll(node.outputs());
        kept.add(node);
      }
    }
    live.addAll(graph.inputs());
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.keySet().retainAll(live);
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    types.keySet().retainAll(live);
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        kept.reversed(),
        constants,
        types);
  }
}
