package io.plumbline.engine.ort;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Small graphs. */
final class Models {
  private Models() {}

  static Node node(String type, List<String> inputs, String output) {
    OpaqueOp op = new OpaqueOp("", type, new LinkedHashMap<>());
    return Node.original(type + "." + output, op, inputs, List.of(output));
  }

  /** One input named x; the outputs are those of the last node. */
  static Graph of(TensorType x, SequencedMap<String, Tensor> constants, Node... nodes) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", x);
    return new Graph(
        "small",
        ModelInfo.ofOpset(13),
        List.of("x"),
        nodes[nodes.length - 1].outputs(),
        List.of(nodes),
        constants,
        types);
  }
}
