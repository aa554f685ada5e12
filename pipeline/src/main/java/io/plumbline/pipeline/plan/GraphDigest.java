package io.plumbline.pipeline.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.Sha256;

/** SHA-256 by which graphs of one model file are told apart. */
public final class GraphDigest {
  private GraphDigest() {}

  /**
   * Of names, types and places of nodes, of inputs with their shapes, of outputs, and of constants
   * with all their bits; attributes of nodes are those of the file.
   */
  public static String of(Graph graph) {
    Sha256 hash = new Sha256();
    graph.inputs().forEach(input -> hash.add(input + " " + graph.tensorType(input)));
    graph.outputs().forEach(hash::add);
    for (Node node : graph.nodes()) {
      hash.add(node.name());
      hash.add(node.op().type());
      hash.add(String.join("\n", node.inputs()));
      hash.add(String.join("\n", node.outputs()));
    }
    graph
        .constants()
        .forEach(
            (name, tensor) -> {
              hash.add("%s %s %s".formatted(name, tensor.dtype().label(), tensor.shape()));
              hash.add(tensor.data());
            });
    return hash.hex();
  }
}
