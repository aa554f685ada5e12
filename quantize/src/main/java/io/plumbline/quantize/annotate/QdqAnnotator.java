package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.plan.Use;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Writes a plan into the optimised graph:
 *
 * <pre>
 *   V ⇒ V → QuantizeLinear → V_quantized → DequantizeLinear → V_dequantized
 * </pre>
 *
 * for every planned value and weight, and makes all consumers read {@code V_dequantized}. A planned
 * output of the model keeps its name for the dequantised value; its producer then writes {@code
 * V_unquantized}. Weights in integer form are constants {@code W_quantized}, a bias of theirs is
 * int32 with the scale {@code s_x · s_w[c]}. With ops of {@code com.microsoft} the bias is int32 in
 * either form: ONNX Runtime would quantize a float one itself, with standard ops that the older
 * operator set does not have.
 */
public final class QdqAnnotator {
  /** Where Conv, ConvTranspose and Gemm read what they add to their sums. */
  private static final int BIAS = 2;

  private final Graph graph;
  private final QuantPlan plan;
  private final WeightForm weights;
  private final QdqOps ops;
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants;
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, String> read = new HashMap<>();

  private QdqAnnotator(Graph graph, QuantPlan plan, WeightForm weights, QdqOps ops) {
    this.graph = graph;
    this.plan = plan;
    this.weights = weights;
    this.ops = ops;
    this.constants = new LinkedHashMap<>(graph.constants());
  }

  /**
   * The annotated graph.
   *
   * @param graph that the plan was made for
   */
  public static Graph annotate(Graph graph, QuantPlan plan, WeightForm weights) {
    QdqOps ops = QdqOps.fitting(graph, plan);
    return new QdqAnnotator(graph, plan, weights, ops).annotate();
  }

  private Graph annotate() {
    plan.weights().values().forEach(this::addWeights);
    graph.inputs().forEach(this::addActivation);
    for (Node node : graph.nodes()) {
      plan.activations().keySet().stream()
          .filter(value -> node.outputs().contains(value) && graph.outputs().contains(value))
          .forEach(value -> renamed.put(value, value + "_unquantized"));
      List<String> inputs = new ArrayList<>(node.inputs().stream().map(this::source).toList());
      if (weights == WeightForm.INTEGER || ops.domain() == QdqOps.Domain.MICROSOFT) {
        addBias(node, inputs);
      }
      nodes.add(
          node.withInputs(inputs).withOutputs(node.outputs().stream().map(this::name).toList()));
      node.outputs().forEach(this::addActivation);
    }
    ModelInfo info = ops.info(graph.info());
    return new Graph(
        graph.name(), info, graph.inputs(), graph.outputs(), nodes, constants, graph.types());
  }

  /** What consumers read in place of a value. */
  private String source(String value) {
    return read.getOrDefault(value, value);
  }

  /** What the producer of a value calls it. */
  private String name(String value) {
    return renamed.getOrDefault(value, value);
  }

  private void addActivation(String value) {
    TensorPlan activation = plan.activations().get(value);
    if (activation == null) {
      return;
    }
    boolean output = renamed.containsKey(value);
    String dequantized = output ? value : value + "_dequantized";
    List<String> parameters = parameters(value, activation.params());
    nodes.add(ops.quantize(value, name(value), parameters, 0));
    nodes.add(ops.dequantize(value, dequantized, parameters, 0));
    read.put(value, dequantized);
  }

  private void addWeights(QuantizedConstant weight) {
    String name = weight.constant();
    QuantParams params = weight.params();
    int axis = Math.max(params.axis(), 0);
    List<String> parameters = parameters(name, params);
    if (weights == WeightForm.FLOAT) {
      nodes.add(ops.quantize(name, name, parameters, axis));
    } else {
      constants.put(QdqOps.quantized(name), weight.integers());
      if (!graph.outputs().contains(name)) {
        constants.remove(name);
      }
    }
    nodes.add(ops.dequantize(name, name + "_dequantized", parameters, axis));
    read.put(name, name + "_dequantized");
  }

  /** Adds the constants of scale and zero point: their names in that order. */
  private List<String> parameters(String value, QuantParams params) {
    Shape shape = params.isPerTensor() ? Shape.of() : Shape.of(params.channels());
    constants.put(value + "_scale", Tensor.of(shape, params.scales()));
    constants.put(
        value + "_zero_point", Tensor.ofIntegers(params.dtype(), shape, params.zeroPoints()));
    return List.of(value + "_scale", value + "_zero_point");
  }

  private void addBias(Node node, List<String> inputs) {
    boolean scaled = node.op() instanceof Gemm gemm && gemm.beta() != 1;
    if (!scaled) {
      plan.bias(new Use(node.name(), BIAS)).ifPresent(bias -> addBias(node, bias, inputs));
    }
  }

  private void addBias(Node node, QuantizedConstant bias, List<String> inputs) {
    String constant = bias.constant();
    boolean shared = graph.consumers(constant).size() > 1;
    String name = shared ? constant + "_" + node.name() : constant;
    constants.put(QdqOps.quantized(name), bias.integers());
    constants.put(name + "_scale", Tensor.of(bias.integers().shape(), bias.params().scales()));
    if (!shared && !graph.outputs().contains(constant)) {
      constants.remove(constant);
    }
    String dequantized = name + "_dequantized";
    nodes.add(ops.dequantize(name, dequantized, List.of(name + "_scale"), 0));
    inputs.set(BIAS, dequantized);
  }
}
