package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Computes a node whose inputs are all constant; on a host that is ONNX Runtime. */
public interface ConstantEvaluator {
  /**
   * The node's outputs in order, or empty where it cannot be computed (its op is unknown, an output
   * is no tensor).
   *
   * @param graph holds the node's inputs as constants
   */
  Optional<List<Tensor>> evaluate(Node node, Graph graph);
}
