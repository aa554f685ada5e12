package io.plumbline.engine.ort;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** Whether values are int8 or uint8, also where a graph does not say it. */
record ByteTypes(Graph graph) {
  /**
   * The 8-bit dtype of a value: as the graph has it, or that of the zero point it was quantized
   * with, seen through ops that hand on the type of their first input. Empty for values of another
   * type and where it cannot be told.
   */
  Optional<DType> of(String value) {
    Optional<String> asked = Optional.of(value);
    while (asked.isPresent()) {
      String name = asked.get();
      Optional<DType> known = known(name).or(() -> graph.producer(name).flatMap(this::fixed));
      if (known.isPresent()) {
        return known.filter(dtype -> dtype == DType.INT8 || dtype == DType.UINT8);
      }
      asked = graph.producer(name).flatMap(ByteTypes::alike);
    }
    return Optional.empty();
  }

  private Optional<DType> known(String value) {
    return graph
        .tensorType(value)
        .map(TensorType::dtype)
        .or(() -> graph.constant(value).map(Tensor::dtype));
  }

  /** What a node always results in. */
  private Optional<DType> fixed(Node node) {
    boolean unsigned =
        is(node, "DynamicQuantizeLinear") || (quantizes(node) && alike(node).isEmpty());
    return unsigned ? Optional.of(DType.UINT8) : Optional.empty();
  }

  private static boolean quantizes(Node node) {
    return node.op() instanceof QuantizeLinear || is(node, "QuantizeLinear");
  }

  private static boolean is(Node node, String type) {
    return node.op() instanceof OpaqueOp op && op.type().equals(type);
  }

  /** The input that has the type of the first result. */
  private static Optional<String> alike(Node node) {
    int position = position(node);
    return node.hasInput(position) ? Optional.of(node.input(position)) : Optional.empty();
  }

  private static int position(Node node) {
    if (quantizes(node)) {
      return 2;
    }
    if (!(node.op() instanceof OpaqueOp op)) {
      return 0;
    }
    return switch (op.type()) {
      case "QLinearConv", "QLinearMatMul" -> 7;
      case "QGemm" -> 8;
      case "QLinearConcat" -> 1;
      default -> 0;
    };
  }
}
