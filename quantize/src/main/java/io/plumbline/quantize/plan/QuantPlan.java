package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
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
 *     annotated graph; all its readers read the result, and so does the user; the producer of a
 *     value that is not here writes float32 or no real numbers, or the value lives inside a fused
 *     node
 * @param reads by the place where a value is read: parameters of this reader that differ from what
 *     the producer writes. Such a reader has QuantizeLinear → DequantizeLinear of its own before
 *     it, which readers with the same parameters share; other readers, and the user, get what the
 *     producer wrote. A node reads one value with the same parameters everywhere
 * @param weights by constant name: constant operands of integer products. Products that read the
 *     same constant share its integers; what else reads it gets the constant as it is ({@link
 *     WeightReads})
 * @param biases by the place where they are read: a bias counts in steps of the accumulator it is
 *     added to, so that two readers of one constant have different integers
 * @param carried by value name: parameters of the integers that the program stores for values the
 *     annotated graph has in float32, because they hold the very numbers of quantized ones
 * @param nodes every node of the optimised graph in exactly one entry, in execution order
 */
public record QuantPlan(
    SequencedMap<String, TensorPlan> activations,
    SequencedMap<Use, TensorPlan> reads,
    SequencedMap<String, QuantizedConstant> weights,
    SequencedMap<Use, QuantizedConstant> biases,
    SequencedMap<String, QuantParams> carried,
    List<NodePlan> nodes) {
  public QuantPlan {
    activations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(activations));
    reads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reads));
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    biases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(biases));
    carried = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(carried));
    nodes = List.copyOf(nodes);
  }

  /** What the producer of a value writes. */
  public Optional<TensorPlan> activation(String value) {
    return Optional.ofNullable(activations.get(value));
  }

  /** The parameters of the integers that a node reads at an input that is given. */
  public Optional<TensorPlan> read(Node node, int input) {
    return Optional.ofNullable(reads.get(new Use(node.name(), input)))
        .or(() -> activation(node.input(input)));
  }

  /**
   * By value name: the parameters of all that is held as integers by anybody; what producers write
   * comes first.
   */
  public SequencedMap<String, TensorPlan> quantized() {
    SequencedMap<String, TensorPlan> quantized = new LinkedHashMap<>(activations);
    reads.values().forEach(plan -> quantized.putIfAbsent(plan.tensor(), plan));
    return quantized;
  }

  public Optional<QuantizedConstant> weight(String constant) {
    return Optional.ofNullable(weights.get(constant));
  }

  /**
   * The parameters of the integers that the producer of a value writes; empty where it writes
   * float32 or no real numbers.
   */
  public Optional<QuantParams> stored(String value) {
    return activation(value)
        .map(TensorPlan::params)
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
