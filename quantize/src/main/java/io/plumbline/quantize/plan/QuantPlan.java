package io.plumbline.quantize.plan;

import io.plumbline.quantize.form.Use;
import io.plumbline.tensor.QuantParams;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What becomes integer and how: a value of its own, made from graph, statistics and configuration,
 * and all that annotation and lowering need besides the graph. Both read the same integers here, so
 * that no two artefacts round a number differently.
 *
 * @param activations by value name: each of these carries QuantizeLinear → DequantizeLinear in the
 *     annotated graph; a value that is not here stays float32, is an index tensor, or lives inside
 *     a fused node
 * @param weights by constant name: constant operands of integer products; nodes that read the same
 *     constant share its integers
 * @param biases by the place where they are read: a bias counts in steps of the accumulator it is
 *     added to, so that two readers of one constant have different integers
 * @param carried by value name: parameters of the integers that the program stores for values the
 *     annotated graph has in float32, because they hold the very numbers of quantized ones
 * @param nodes every node of the optimised graph in exactly one entry, in execution order
 */
public record QuantPlan(
    SequencedMap<String, TensorPlan> activations,
    SequencedMap<String, QuantizedConstant> weights,
    SequencedMap<Use, QuantizedConstant> biases,
    SequencedMap<String, QuantParams> carried,
    List<NodePlan> nodes) {
  public QuantPlan {
    activations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(activations));
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    biases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(biases));
    carried = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(carried));
    nodes = List.copyOf(nodes);
  }

  public Optional<TensorPlan> activation(String value) {
    return Optional.ofNullable(activations.get(value));
  }

  public Optional<QuantizedConstant> weight(String constant) {
    return Optional.ofNullable(weights.get(constant));
  }

  /**
   * The parameters of the integers that a program stores for a value, or for a constant of one
   * scale; empty where it stores float32 or no real numbers.
   */
  public Optional<QuantParams> stored(String value) {
    return activation(value)
        .map(TensorPlan::params)
        .or(() -> weight(value).map(QuantizedConstant::params).filter(QuantParams::isPerTensor))
        .or(() -> Optional.ofNullable(carried.get(value)));
  }

  /** What a node adds to its sums at an input. */
  public Optional<QuantizedConstant> bias(Use use) {
    return Optional.ofNullable(biases.get(use));
  }

  /** The plan entry of each node by the name of any node in it. */
  public Map<String, NodePlan> byNode() {
    Map<String, NodePlan> index = new LinkedHashMap<>();
    nodes.forEach(plan -> plan.nodes().forEach(node -> index.put(node, plan)));
    return index;
  }
}
