package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.QuantPlan;
import java.util.List;
import java.util.function.Function;

/**
 * A float graph and what is made of it. An algorithm may change the constants of the graph: it then
 * computes what the optimised model computes once it is quantized, and not before.
 *
 * @param plan made for this graph
 */
public record Quantized(Graph graph, QuantPlan plan) {
  /**
   * The same with corrected biases.
   *
   * @param shifts of this model; those that are not accepted change nothing
   * @param planning makes a plan of a graph with these biases as the plan at hand was made
   */
  public Quantized corrected(List<BiasShift> shifts, Function<Graph, QuantPlan> planning) {
    Graph corrected = CorrectedBiases.apply(graph, shifts);
    return new Quantized(corrected, planning.apply(corrected));
  }
}
