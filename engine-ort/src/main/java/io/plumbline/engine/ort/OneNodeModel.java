package io.plumbline.engine.ort;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Cuts one node out of a graph together with the constants it reads. */
final class OneNodeModel {
  private OneNodeModel() {}

  /** A graph of the one node whose constant inputs are constants and which has no other inputs. */
  static Graph ofConstants(Node node, Graph graph) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    node.reads()
        .forEach(read -> graph.constant(read).ifPresent(tensor -> constants.put(read, tensor)));
    List<String> outputs =
        node.outputs().stream().filter(output -> !output.equals(Node.ABSENT)).toList();
    return new Graph(
        node.name(),
        graph.info(),
        List.of(),
        outputs,
        List.of(node),
        constants,
        new LinkedHashMap<>());
  }
}
