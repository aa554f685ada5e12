package io.plumbline.conformance.node;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The cases feed everything, weights and axes too. In models those are constants, so the inputs
 * that are parameters of their operator become constants here.
 */
final class Parameters {
  /** Operators whose float inputs after the first are weights or settings. */
  private static final Set<String> WEIGHTED =
      Set.of(
          "BatchNormalization",
          "Clip",
          "Conv",
          "ConvTranspose",
          "DequantizeLinear",
          "Gemm",
          "GroupNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "PRelu",
          "Pad",
          "QuantizeLinear",
          "RMSNormalization",
          "Resize",
          "Upsample");

  /** Operators whose integer and bool inputs are data. */
  private static final Set<String> OF_INTEGERS =
      Set.of(
          "And",
          "ArgMax",
          "ArgMin",
          "Cast",
          "CastLike",
          "Equal",
          "Gather",
          "GatherElements",
          "GatherND",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "Not",
          "Or",
          "ScatterElements",
          "ScatterND",
          "Where",
          "Xor");

  private static final Set<String> RECURRENT = Set.of("GRU", "LSTM", "RNN");

  private Parameters() {}

  /** The graph with those inputs as constants. */
  static Graph fixed(Graph graph, SequencedMap<String, Tensor> inputs) {
    List<String> kept = new ArrayList<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    for (String input : graph.inputs()) {
      Tensor tensor = inputs.get(input);
      if (tensor != null && isParameter(input, tensor, graph)) {
        constants.put(input, tensor);
        types.remove(input);
      } else {
        kept.add(input);
      }
    }
    return new Graph(
        graph.name(), graph.info(), kept, graph.outputs(), graph.nodes(), constants, types);
  }

  private static boolean isParameter(String input, Tensor tensor, Graph graph) {
    List<Node> readers = graph.consumers(input);
    return !graph.outputs().contains(input)
        && !readers.isEmpty()
        && readers.stream().allMatch(node -> isParameter(node, input, tensor));
  }

  private static boolean isParameter(Node node, String input, Tensor tensor) {
    int position = node.inputs().indexOf(input);
    String type = node.op().type();
    if (RECURRENT.contains(type)) {
      return position >= 1 && position <= 4;
    }
    return tensor.dtype() == DType.FLOAT32
        ? WEIGHTED.contains(type) && position > 0
        : tensor.dtype().isFloat() || (!OF_INTEGERS.contains(type) && position > 0);
  }
}
