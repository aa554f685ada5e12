package io.plumbline.graph.onnx;

import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.QuantizeLinear;
import java.util.Optional;

/** Quantization per tensor and per axis; quantization in blocks stays opaque. */
final class QuantizationSpelling {
  private QuantizationSpelling() {}

  static Optional<Recognised> quantize(OnnxNode node) {
    return isPlain(node)
        ? Recognised.whole(node, new QuantizeLinear(OnnxNode.narrow(node.attribute("axis", 1))))
        : Optional.empty();
  }

  static Optional<Recognised> dequantize(OnnxNode node) {
    return isPlain(node)
        ? Recognised.whole(node, new DequantizeLinear(OnnxNode.narrow(node.attribute("axis", 1))))
        : Optional.empty();
  }

  /** Without blocks or types named by attribute, and with a zero point of a dtype we know. */
  private static boolean isPlain(OnnxNode node) {
    return node.attribute("block_size", 0) == 0
        && node.attribute("output_dtype", 0) == 0
        && node.attribute("precision", 0) == 0
        && (!node.has(2) || node.graph().tensorType(node.node().input(2)).isPresent());
  }

  /** Exists from opset 10 on, per axis from 13 on; before that there is no axis to name. */
  static Spelling spell(String type, int axis, Spelling spelling) {
    spelling.require("at all", 10);
    return spelling.as(
        type,
        spelling.opset() >= 13 ? Spelling.attributes().with("axis", axis) : Spelling.attributes());
  }
}
