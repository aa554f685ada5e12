package io.plumbline.formats.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares graphs by everything that a file keeps; tensors by their bits. */
final class GraphDifference {
  private GraphDifference() {}

  /** What differs first; empty for equal graphs. */
  static Optional<String> first(Graph left, Graph right) {
    return differs("name", left.name(), right.name())
        .or(() -> differs("opsets", left.info().opsets(), right.info().opsets()))
        .or(() -> differs("metadata", left.info().metadata(), right.info().metadata()))
        .or(() -> differs("functions", left.info().functions(), right.info().functions()))
        .or(() -> differs("inputs", left.inputs(), right.inputs()))
        .or(() -> differs("outputs", left.outputs(), right.outputs()))
        .or(() -> differs("nodes", nodes(left), nodes(right)))
        .or(() -> differs("constants", constants(left), constants(right)))
        .or(() -> differs("types", left.types(), right.types()));
  }

  private static Optional<String> differs(String what, Object left, Object right) {
    return left.equals(right)
        ? Optional.empty()
        : Optional.of("%s: %s became %s".formatted(what, left, right));
  }

  private static List<Object> nodes(Graph graph) {
    List<Object> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(List.of(node.name(), op(node), node.inputs(), node.outputs()));
    }
    return nodes;
  }

  private static Object op(Node node) {
    if (!(node.op() instanceof OpaqueOp opaque)) {
      return node.op();
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    opaque
        .attributes()
        .forEach(
            (name, attribute) ->
                attributes.put(
                    name,
                    attribute instanceof Attribute.TensorValue(Tensor tensor)
                        ? bits(tensor)
                        : attribute));
    return List.of(opaque.domain(), opaque.type(), attributes);
  }

  private static Map<String, Object> constants(Graph graph) {
    Map<String, Object> constants = new LinkedHashMap<>();
    graph.constants().forEach((name, tensor) -> constants.put(name, bits(tensor)));
    return constants;
  }

  private static Object bits(Tensor tensor) {
    return List.of(tensor.dtype(), tensor.shape(), tensor.data().asByteBuffer());
  }
}
