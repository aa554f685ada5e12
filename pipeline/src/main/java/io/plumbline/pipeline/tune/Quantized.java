package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.QuantPlan;

/**
 * A float graph and what is made of it. An algorithm may change the constants of the graph: it then
 * computes what the optimised model computes once it is quantized, and not before.
 *
 * @param plan made for this graph
 */
public record Quantized(Graph graph, QuantPlan plan) {}
