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
import io.plumbline.quantize.plan.QuantizedConstant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
        Stream.of(
                plan.activations().values().stream(),
                plan.reads().values().stream(),
                plan.weights().values().stream().map(QuantizedConstant::plan))
            .flatMap(tensors -> tensors)
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

  /**
   * QuantizeLinear.
   *
   * @param name of the node
   * @param inputs the real numbers, scale and zero point
   */
  Node quantize(String name, List<String> inputs, String output, int axis) {
    Op op =
        switch (domain) {
          case STANDARD -> new QuantizeLinear(axis);
          case MICROSOFT -> opaque("QuantizeLinear", axis);
        };
    return new Node(name, op, inputs, List.of(output), List.of());
  }

  /**
   * DequantizeLinear.
   *
   * @param name of the node
   * @param inputs the integers, scale and, if there is one, zero point
   */
  Node dequantize(String name, List<String> inputs, String output, int axis) {
    Op op =
        switch (domain) {
          case STANDARD -> new DequantizeLinear(axis);
          case MICROSOFT -> opaque("DequantizeLinear", axis);
        };
    return new Node(name, op, inputs, List.of(output), List.of());
  }

  private static Op opaque(String type, int axis) {
    return new OpaqueOp(
        MICROSOFT, type, new LinkedHashMap<>(Map.of("axis", new Attribute.IntValue(axis))));
  }
}
