package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.onnx.StandardOps;
import io.plumbline.tensor.BadModelException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Refuses nodes that leave out an input which their operator needs, in sub-graphs too: ONNX Runtime
 * looks for the input of some of them without a check. Source: the inputs marked optional in the
 * ONNX operator sets 7 to 23.
 */
final class RequiredInputs {
  private static final Map<String, Set<Integer>> OPTIONAL =
      Map.ofEntries(
          Map.entry("Clip", Set.of(1, 2)),
          Map.entry("Conv", Set.of(2)),
          Map.entry("ConvInteger", Set.of(2, 3)),
          Map.entry("ConvTranspose", Set.of(2)),
          Map.entry("DFT", Set.of(1, 2)),
          Map.entry("DeformConv", Set.of(3, 4)),
          Map.entry("DequantizeLinear", Set.of(2)),
          Map.entry("Dropout", Set.of(1, 2)),
          Map.entry("GRU", Set.of(3, 4, 5)),
          Map.entry("Gemm", Set.of(2)),
          Map.entry("If", Set.of()),
          Map.entry("LSTM", Set.of(3, 4, 5, 6, 7)),
          Map.entry("LayerNormalization", Set.of(2)),
          Map.entry("Loop", Set.of(0, 1)),
          Map.entry("MatMulInteger", Set.of(2, 3)),
          Map.entry("MaxUnpool", Set.of(2)),
          Map.entry("NegativeLogLikelihoodLoss", Set.of(2)),
          Map.entry("NonMaxSuppression", Set.of(2, 3, 4)),
          Map.entry("Optional", Set.of(0)),
          Map.entry("OptionalHasElement", Set.of(0)),
          Map.entry("Pad", Set.of(2, 3)),
          Map.entry("QLinearConv", Set.of(8)),
          Map.entry("QuantizeLinear", Set.of(2)),
          Map.entry("RNN", Set.of(3, 4, 5)),
          Map.entry("Resize", Set.of(1, 2, 3)),
          Map.entry("STFT", Set.of(2, 3)),
          Map.entry("Scan", Set.of(0)),
          Map.entry("SequenceErase", Set.of(1)),
          Map.entry("SequenceInsert", Set.of(2)),
          Map.entry("Slice", Set.of(3, 4)),
          Map.entry("SoftmaxCrossEntropyLoss", Set.of(2)),
          Map.entry("Split", Set.of(1)),
          Map.entry("SplitToSequence", Set.of(1)),
          Map.entry("Squeeze", Set.of(1)),
          Map.entry("Trilu", Set.of(1)));

  private RequiredInputs() {}

  static void require(GraphProto graph, ModelSource source) {
    graph.getNodeList().forEach(node -> require(node, source));
  }

  private static void require(NodeProto node, ModelSource source) {
    if (isKnown(node)) {
      Set<Integer> optional = optional(node.getOpType());
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).isEmpty() && !optional.contains(i)) {
          throw missing(node, i, source);
        }
      }
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        require(attribute.getG(), source);
      }
      attribute.getGraphsList().forEach(graph -> require(graph, source));
    }
  }

  private static BadModelException missing(NodeProto node, int input, ModelSource source) {
    return source.bad(
        "model.no-input",
        String.format(
            Locale.ROOT,
            "%s '%s' (%s) leaves out its input %d, which the operator needs",
            node.getName().isEmpty() ? "the node of" : "node",
            node.getName().isEmpty() ? String.join(", ", node.getOutputList()) : node.getName(),
            node.getOpType(),
            input),
        "export the model again");
  }

  private static boolean isKnown(NodeProto node) {
    return Set.of("", "ai.onnx").contains(node.getDomain())
        && (OPTIONAL.containsKey(node.getOpType()) || StandardOps.contains(node.getOpType()));
  }

  private static Set<Integer> optional(String type) {
    return type.startsWith("Reduce")
        ? Set.of(1)
        : Objects.requireNonNullElse(OPTIONAL.get(type), Set.of());
  }
}
