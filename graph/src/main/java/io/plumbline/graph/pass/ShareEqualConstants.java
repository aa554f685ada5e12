package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * {@code f(A), g(B) ⇒ f(A), g(A)} where A and B are constants of equal type and equal bits; the one
 * that comes first stays. Constants that a sub-graph reads by name, or that are graph outputs,
 * stay.
 */
public final class ShareEqualConstants {
  private ShareEqualConstants() {}

  public static Graph apply(Graph graph) {
    Map<String, String> shared = shared(graph);
    if (shared.isEmpty()) {
      return graph;
    }
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.keySet().removeAll(shared.keySet());
    List<Node> nodes =
        graph.nodes().stream()
            .map(
                node ->
                    node.withInputs(
                        node.inputs().stream().map(i -> shared.getOrDefault(i, i)).toList()))
            .toList();
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        nodes,
        constants,
        graph.types());
  }

  private static Map<String, String> shared(Graph graph) {
    Set<String> fixed = new HashSet<>(graph.outputs());
    graph.nodes().stream()
        .filter(node -> node.op() instanceof OpaqueOp)
        .forEach(node -> fixed.addAll(((OpaqueOp) node.op()).captured()));
    Map<Long, List<String>> byHash = new HashMap<>();
    Map<String, String> shared = new HashMap<>();
    graph
        .constants()
        .forEach(
            (name, tensor) -> {
              List<String> alike = byHash.computeIfAbsent(hash(tensor), h -> new ArrayList<>());
              alike.stream()
                  .filter(first -> graph.constant(first).filter(tensor::sameAs).isPresent())
                  .findFirst()
                  .filter(first -> !fixed.contains(name))
                  .ifPresentOrElse(first -> shared.put(name, first), () -> alike.add(name));
            });
    return shared;
  }

  private static long hash(Tensor tensor) {
    long hash = 31L * tensor.dtype().bytes() + tensor.shape().hashCode();
    byte[] head =
        tensor
            .data()
            .asSlice(0, Math.min(tensor.data().byteSize(), 4096))
            .toArray(ValueLayout.JAVA_BYTE);
    return 31 * hash + Arrays.hashCode(head);
  }
}
