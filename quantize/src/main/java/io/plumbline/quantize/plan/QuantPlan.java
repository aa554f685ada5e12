package io.plumbline.quantize.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What becomes integer and how: a value of its own, made from graph, statistics and configuration,
 * and all that annotation and lowering need besides the graph.
 *
 * @param activations by value name: each of these carries QuantizeLinear → DequantizeLinear in the
 *     annotated graph; a value that is not here stays float32, is an index tensor, or lives inside
 *     a fused node
 * @param weights by constant name: constant operands of Conv, ConvTranspose, Gemm and MatMul
 * @param nodes every node of the optimised graph in exactly one entry, in execution order
 */
public record QuantPlan(
    SequencedMap<String, TensorPlan> activations,
    SequencedMap<String, TensorPlan> weights,
    List<NodePlan> nodes) {
  public QuantPlan {
    activations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(activations));
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    nodes = List.copyOf(nodes);
  }

  public Optional<TensorPlan> activation(String value) {
    return Optional.ofNullable(activations.get(value));
  }

  public Optional<TensorPlan> weight(String constant) {
    return Optional.ofNullable(weights.get(constant));
  }

  /** The plan entry of each node by the name of any node in it. */
  public Map<String, NodePlan> byNode() {
    Map<String, NodePlan> index = new LinkedHashMap<>();
    nodes.forEach(plan -> plan.nodes().forEach(node -> index.put(node, plan)));
    return index;
  }
}
