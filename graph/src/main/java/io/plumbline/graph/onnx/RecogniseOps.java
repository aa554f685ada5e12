package io.plumbline.graph.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Turns opaque nodes of the default domain into typed ones where every attribute and parameter is
 * understood; Constant nodes become graph constants. What is not understood stays as it is, and may
 * be understood after constant folding.
 */
public final class RecogniseOps {
  private RecogniseOps() {}

  /**
   * The graph with every node typed that is understood; parameters that moved into ops are gone.
   */
  public static Graph apply(Graph graph) {
    Graph lifted = liftConstants(graph);
    List<Node> nodes = new ArrayList<>(lifted.nodes().size());
    for (Node node : lifted.nodes()) {
      nodes.add(recognise(node, lifted));
    }
    return withoutParameters(lifted, lifted.withNodes(nodes));
  }

  /**
   * Whether a node of this op could be understood with other inputs or attributes: its type is one
   * of those that are.
   */
  public static boolean knows(OpaqueOp op) {
    return isDefault(op.domain()) && OnnxOps.knows(op.type());
  }

  private static Node recognise(Node node, Graph graph) {
    if (!(node.op() instanceof OpaqueOp op) || !isDefault(op.domain())) {
      return node;
    }
    return OnnxOps.recognise(new OnnxNode(node, op, graph)).orElse(node);
  }

  /** Drops the constants that were read before and are not any more. */
  private static Graph withoutParameters(Graph before, Graph after) {
    SequencedMap<String, Tensor> kept = new LinkedHashMap<>(after.constants());
    kept.keySet()
        .removeIf(
            name ->
                !before.consumers(name).isEmpty()
                    && after.consumers(name).isEmpty()
                    && !after.outputs().contains(name));
    return new Graph(
        after.name(),
        after.info(),
        after.inputs(),
        after.outputs(),
        after.nodes(),
        kept,
        after.types());
  }

  static boolean isDefault(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static Graph liftConstants(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    for (Node node : graph.nodes()) {
      Optional<Tensor> value =
          node.op() instanceof OpaqueOp op
                  && isDefault(op.domain())
                  && op.type().equals("Constant")
                  && node.outputs().size() == 1
              ? value(op)
              : Optional.empty();
      if (value.isPresent() && !graph.outputs().contains(node.output())) {
        constants.put(node.output(), value.get());
      } else {
        nodes.add(node);
      }
    }
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    types.keySet().removeAll(constants.keySet());
    return new Graph(
        graph.name(), graph.info(), graph.inputs(), graph.outputs(), nodes, constants, types);
  }

  private static Optional<Tensor> value(OpaqueOp constant) {
    if (constant.attributes().size() != 1) {
      return Optional.empty();
    }
    return switch (constant.attributes().firstEntry().getValue()) {
      case Attribute.TensorValue(Tensor tensor) -> Optional.of(tensor);
      case Attribute.IntValue(long scalar) -> Optional.of(Tensor.of(Shape.of(), scalar));
      case Attribute.FloatValue(float scalar) -> Optional.of(Tensor.scalar(scalar));
      case Attribute.Ints(List<Long> values) ->
          Optional.of(
              Tensor.of(
                  Shape.of(values.size()), values.stream().mapToLong(Long::longValue).toArray()));
      case Attribute.Floats(List<Float> values) -> Optional.of(floats(values));
      case Attribute.StringValue string -> Optional.empty();
      case Attribute.Strings strings -> Optional.empty();
      case Attribute.Wire wire -> Optional.empty();
    };
  }

  private static Tensor floats(List<Float> values) {
    if (values.isEmpty()) {
      return Tensor.allocate(DType.FLOAT32, Shape.of(0));
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return Tensor.of(Shape.of(array.length), array);
  }
}
