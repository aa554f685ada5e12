package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Refuses loops that no run comes out of, in sub-graphs too: those without a number of trips, or
 * with one beyond any, whose condition is true whatever is computed.
 */
final class EndlessLoops {
  /** A number that stands for no bound, as exporters write it, is larger. */
  private static final long MOST_TRIPS = Integer.MAX_VALUE;

  private final ModelSource source;

  private EndlessLoops(ModelSource source) {
    this.source = source;
  }

  static void refuse(GraphProto graph, ModelSource source) {
    new EndlessLoops(source).look(graph, new HashMap<>());
  }

  /**
   * @param known integers and truth values (0 or 1) of one element, by name
   */
  private void look(GraphProto graph, Map<String, Long> known) {
    graph.getInitializerList().forEach(tensor -> learn(tensor, tensor.getName(), known));
    for (NodeProto node : graph.getNodeList()) {
      learn(node, known);
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          look(node, attribute.getG(), known);
        }
      }
    }
  }

  private void look(NodeProto outer, GraphProto body, Map<String, Long> known) {
    boolean loop = outer.getOpType().equals("Loop");
    Map<String, Long> inside = new HashMap<>(known);
    boolean begins = loop && isTrue(outer, 1, known);
    if (begins && body.getInputCount() > 1) {
      inside.put(body.getInput(1).getName(), 1L);
    }
    look(body, inside);
    if (begins
        && isUnbounded(outer, known)
        && body.getOutputCount() > 0
        && Long.valueOf(1).equals(inside.get(body.getOutput(0).getName()))) {
      throw source.bad(
          "model.endless-loop",
          "node '%s' (Loop) has no number of trips, and its condition is always true: it never ends"
              .formatted(
                  outer.getName().isEmpty()
                      ? String.join(", ", outer.getOutputList())
                      : outer.getName()),
          "give the loop a number of trips or a condition that becomes false, and export the model"
              + " again");
    }
  }

  private static boolean isTrue(NodeProto node, int input, Map<String, Long> known) {
    return node.getInputCount() <= input
        || node.getInput(input).isEmpty()
        || Long.valueOf(1).equals(known.get(node.getInput(input)));
  }

  private static boolean isUnbounded(NodeProto node, Map<String, Long> known) {
    if (node.getInputCount() == 0 || node.getInput(0).isEmpty()) {
      return true;
    }
    Long trips = known.get(node.getInput(0));
    return trips != null && trips > MOST_TRIPS;
  }

  private void learn(NodeProto node, Map<String, Long> known) {
    if (node.getOutputCount() == 0) {
      return;
    }
    switch (node.getOpType()) {
      case "Constant" ->
          node.getAttributeList().stream()
              .filter(AttributeProto::hasT)
              .forEach(value -> learn(value.getT(), node.getOutput(0), known));
      case "Identity" ->
          node.getInputList().stream()
              .map(known::get)
              .filter(Objects::nonNull)
              .forEach(value -> known.put(node.getOutput(0), value));
      default -> {}
    }
  }

  private void learn(TensorProto proto, String name, Map<String, Long> known) {
    boolean small =
        proto.getDataLocation() != TensorProto.DataLocation.EXTERNAL
            && proto.getDimsList().stream().allMatch(extent -> extent == 1)
            && (proto.getDataType() == ElementType.number(DType.INT64)
                || proto.getDataType() == ElementType.number(DType.BOOL));
    Optional<Tensor> tensor = small ? TensorCodec.read(proto, source) : Optional.empty();
    tensor.ifPresent(value -> known.put(name, value.getLong(0)));
  }
}
