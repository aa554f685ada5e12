package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.Rounding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The integers of constants that follow from a graph and parameters by rounding to nearest. Those
 * of a plan may be others, where rounding has learnt more.
 */
public final class NearestIntegers {
  private final Graph graph;
  private final SequencedMap<String, TensorPlan> weights;
  private final Map<String, Integer> limits;
  private final ConstantQuantizer quantizer;

  /**
   * @param activations by value name
   * @param reads by the place where a value is read otherwise
   * @param weights by constant name; those that the graph does not have are left out
   * @param limits the largest magnitudes of the integers of weights, by constant
   */
  public NearestIntegers(
      Graph graph,
      SequencedMap<String, TensorPlan> activations,
      SequencedMap<Use, TensorPlan> reads,
      SequencedMap<String, TensorPlan> weights,
      Map<String, Integer> limits) {
    this.limits = Map.copyOf(limits);
    this.graph = graph;
    this.weights = new LinkedHashMap<>(weights);
    this.weights.keySet().removeIf(name -> !graph.isConstant(name));
    this.quantizer =
        new ConstantQuantizer(
            graph, new PlannedTensors(activations, reads), this.weights, new HashMap<>());
  }

  /** The integers of all weights. */
  public SequencedMap<String, QuantizedConstant> weights(Rounding rounding) {
    return quantizer.weights(limits, rounding);
  }

  /** The integers of the biases of sums, as far as their nodes are in the graph. */
  public SequencedMap<Use, QuantizedConstant> biases(List<NodePlan> plans) {
    SequencedMap<Use, QuantizedConstant> biases = new LinkedHashMap<>();
    for (NodePlan plan : plans) {
      if (plan.form() instanceof IntegerForm.Sum sum
          && sum.bias().isPresent()
          && plan.nodes().stream().allMatch(graph::namesNode)) {
        List<Node> nodes = plan.nodes().stream().map(graph::node).toList();
        BiasOperand.of(nodes, graph)
            .flatMap(bias -> quantizer.bias(bias, nodes.getFirst(), Accumulator.INT64))
            .ifPresent(bias -> biases.put(sum.bias().get(), bias));
      }
    }
    return biases;
  }
}
