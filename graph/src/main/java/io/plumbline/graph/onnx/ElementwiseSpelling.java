package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Clip;
import java.util.Optional;

/** Element-wise ops of several inputs, or whose parameters are inputs. */
final class ElementwiseSpelling {
  private ElementwiseSpelling() {}

  static Optional<Recognised> clip(OnnxNode node) {
    if (node.opset() < 11) {
      return Recognised.whole(
          node,
          new Clip(
              node.attribute("min", Float.NEGATIVE_INFINITY),
              node.attribute("max", Float.POSITIVE_INFINITY)));
    }
    boolean dynamic =
        (node.has(1) && node.constantFloat(1).isEmpty())
            || (node.has(2) && node.constantFloat(2).isEmpty());
    return dynamic
        ? Optional.empty()
        : Recognised.first(
            node,
            1,
            new Clip(
                node.constantFloat(1).orElse(Float.NEGATIVE_INFINITY),
                node.constantFloat(2).orElse(Float.POSITIVE_INFINITY)));
  }

  static Spelling spell(Clip op, Spelling spelling) {
    boolean low = op.minimum() != Float.NEGATIVE_INFINITY;
    boolean high = op.maximum() != Float.POSITIVE_INFINITY;
    if (spelling.opset() < 11) {
      Spelling.Attributes attributes = Spelling.attributes();
      if (high) {
        attributes.with("max", op.maximum());
      }
      if (low) {
        attributes.with("min", op.minimum());
      }
      return spelling.as("Clip", attributes);
    }
    String minimum = low ? spelling.scalar("min", op.minimum()) : "";
    return high
        ? spelling.as("Clip", Spelling.attributes(), minimum, spelling.scalar("max", op.maximum()))
        : low ? spelling.as("Clip", Spelling.attributes(), minimum) : spelling.as("Clip");
  }
}
