package io.plumbline.codegen.lower;

import io.plumbline.codegen.lower.scope.TensorQuantizer;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The plain meaning of a plan: QuantizeLinear and DequantizeLinear at every planned value, weights
 * rounded.
 */
final class QdqModel {
  private final Graph graph;
  private final QuantPlan plan;
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants;

  private QdqModel(Graph graph, QuantPlan plan) {
    this.graph = graph;
    this.plan = plan;
    this.constants = new LinkedHashMap<>(graph.constants());
  }

  static Graph of(Graph graph, QuantPlan plan) {
    return new QdqModel(graph, plan).annotate();
  }

  private Graph annotate() {
    plan.weights()
        .forEach(
            (name, weights) ->
                constants.computeIfPresent(
                    name,
                    (_, _) -> TensorQuantizer.dequantize(weights.integers(), weights.params())));
    graph.inputs().forEach(this::annotate);
    graph.constants().keySet().forEach(this::annotate);
    for (Node node : graph.nodes()) {
      nodes.add(node.withInputs(node.inputs().stream().map(this::read).toList()));
      node.outputs().forEach(this::annotate);
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs().stream().map(this::read).toList(),
        nodes,
        constants,
        graph.types());
  }

  private String read(String value) {
    return plan.activation(value).isPresent() ? dequantized(value) : value;
  }

  static String dequantized(String value) {
    return value + "_dequantized";
  }

  private void annotate(String value) {
    plan.activation(value).map(TensorPlan::params).ifPresent(params -> annotate(value, params));
  }

  private void annotate(String value, QuantParams params) {
    String scale = value + "_scale";
    String zeroPoint = value + "_zero_point";
    String quantized = value + "_quantized";
    constants.put(scale, Tensor.scalar(params.scale()));
    constants.put(zeroPoint, Tensor.ofIntegers(params.dtype(), Shape.of(), params.zeroPoint()));
    nodes.add(
        Node.original(
            value + "_Q",
            new QuantizeLinear(1),
            List.of(value, scale, zeroPoint),
            List.of(quantized)));
    nodes.add(
        Node.original(
            value + "_DQ",
            new DequantizeLinear(1),
            List.of(quantized, scale, zeroPoint),
            List.of(dequantized(value))));
  }
}
