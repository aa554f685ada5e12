package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.target.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A float graph and what is made of it. An algorithm may change the constants of the graph: it then
 * computes what the optimised model computes once it is quantized, and not before.
 *
 * @param plan made for this graph
 */
public record Quantized(Graph graph, QuantPlan plan) {
  /**
   * The same ranges with corrected biases.
   *
   * @param shifts of this model; those that are not accepted change nothing
   */
  public Quantized corrected(List<BiasShift> shifts, Target target, QuantOptions options) {
    Graph corrected = CorrectedBiases.apply(graph, shifts);
    SequencedMap<String, TensorPlan> weights = new LinkedHashMap<>();
    plan.weights().forEach((name, weight) -> weights.put(name, weight.plan()));
    Planner planner = new Planner(corrected, target, options);
    return new Quantized(corrected, planner.assemble(plan.activations(), weights));
  }
}
