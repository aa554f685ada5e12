package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Reductions, whose axes are an attribute before some opset and a constant input from it on. */
final class ReductionSpelling {
  private ReductionSpelling() {}

  static void add(Map<String, Operator> map) {
    for (ReduceFunction function : ReduceFunction.values()) {
      map.put(
          function.onnxType(),
          Operator.of(1, 2, node -> recognise(node, function))
              .integers("axes")
              .integer("keepdims", "noop_with_empty_axes"));
    }
    map.put("GlobalLpPool", Operator.of(1, ReductionSpelling::globalLpPool).integer("p"));
  }

  private static Optional<Recognised> recognise(OnnxNode node, ReduceFunction function) {
    boolean keepDims = node.attribute("keepdims", 1) != 0;
    return axes(node, function)
        .filter(axes -> !axes.isEmpty())
        .flatMap(axes -> Recognised.first(node, 1, new Reduce(function, axes, keepDims)));
  }

  private static Optional<List<Integer>> axes(OnnxNode node, ReduceFunction function) {
    boolean declared =
        node.opset() < function.axesInputSince() ? node.hasAttribute("axes") : node.has(1);
    if (declared) {
      return node.opset() < function.axesInputSince()
          ? node.intAttributes("axes")
          : node.constantLongs(1).map(OnnxNode::narrow);
    }
    OptionalInt rank = node.rank(0);
    return rank.isEmpty() || node.attribute("noop_with_empty_axes", 0) != 0
        ? Optional.empty()
        : Optional.of(IntStream.range(0, rank.getAsInt()).boxed().toList());
  }

  /** The norm over all positions, for the orders that are reductions. */
  private static Optional<Recognised> globalLpPool(OnnxNode node) {
    long order = node.attribute("p", 2);
    OptionalInt rank = node.rank(0);
    if (rank.isEmpty() || rank.getAsInt() < 3 || order < 1 || order > 2) {
      return Optional.empty();
    }
    ReduceFunction function = order == 1 ? ReduceFunction.L1 : ReduceFunction.L2;
    List<Integer> axes = IntStream.range(2, rank.getAsInt()).boxed().toList();
    return Recognised.whole(node, new Reduce(function, axes, true));
  }

  static Spelling spell(Reduce op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes();
    String type = op.function().onnxType();
    boolean attribute = spelling.opset() < op.function().axesInputSince();
    if (attribute) {
      attributes.with("axes", op.axes());
    }
    attributes.with("keepdims", op.keepDims() ? 1 : 0);
    return attribute
        ? spelling.as(type, attributes)
        : spelling.as(type, attributes, spelling.longs("axes", op.axes()));
  }
}
