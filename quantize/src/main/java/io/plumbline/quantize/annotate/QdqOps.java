package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.onnx.RaiseOpset;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.quantize.plan.QuantPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes QuantizeLinear and DequantizeLinear nodes: of the default domain where the operator set of
 * the graph has them or can be raised, of ONNX Runtime's {@code com.microsoft} otherwise.
 */
record QdqOps(Domain domain, long opset) {
  /** Where the two ops come from. */
  enum Domain {
    STANDARD,
    MICROSOFT
  }

  private static final long OPSET_OF_CHANNELS = 13;
  private static final long OPSET_OF_16_BITS = 21;
  private static final String MICROSOFT = "com.microsoft";

  static QdqOps fitting(Graph graph, QuantPlan plan) {
    boolean wide =
        plan.activations().values().stream()
            .anyMatch(tensor -> tensor.params().dtype().bytes() > 1);
    long needed = wide ? OPSET_OF_16_BITS : OPSET_OF_CHANNELS;
    long opset = graph.info().opset();
    return RaiseOpset.obstacles(graph, needed).isEmpty()
        ? new QdqOps(Domain.STANDARD, Math.max(opset, needed))
        : new QdqOps(Domain.MICROSOFT, opset);
  }

  ModelInfo info(ModelInfo info) {
    return switch (domain) {
      case STANDARD -> info.withOpset("", opset);
      case MICROSOFT -> info.withOpset(MICROSOFT, 1);
    };
  }

  static String quantized(String value) {
    return value + "_quantized";
  }

  /**
   * The node that makes {@code VALUE_quantized}.
   *
   * @param input what it reads
   * @param parameters names of scale and zero point
   */
  Node quantize(String value, String input, List<String> parameters, int axis) {
    Op op =
        switch (domain) {
          case STANDARD -> new QuantizeLinear(axis);
          case MICROSOFT -> opaque("QuantizeLinear", axis);
        };
    return node(value + "_QuantizeLinear", op, input, parameters, quantized(value));
  }

  /**
   * The node that reads {@code VALUE_quantized}.
   *
   * @param parameters names of scale and, if there is one, zero point
   */
  Node dequantize(String value, String output, List<String> parameters, int axis) {
    Op op =
        switch (domain) {
          case STANDARD -> new DequantizeLinear(axis);
          case MICROSOFT -> opaque("DequantizeLinear", axis);
        };
    return node(value + "_DequantizeLinear", op, quantized(value), parameters, output);
  }

  private static Op opaque(String type, int axis) {
    return new OpaqueOp(
        MICROSOFT, type, new LinkedHashMap<>(Map.of("axis", new Attribute.IntValue(axis))));
  }

  private static Node node(
      String name, Op op, String input, List<String> parameters, String output) {
    List<String> inputs = new ArrayList<>(List.of(input));
    inputs.addAll(parameters);
    return new Node(name, op, inputs, List.of(output), List.of());
  }
}
