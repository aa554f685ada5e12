package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;
import java.util.Optional;

/** Element-wise ops. Functions that ONNX lacks at an opset are written out in several nodes. */
final class ElementwiseSpelling {
  private static final float HALF_ROOT = (float) (1 / StrictMath.sqrt(2));

  private ElementwiseSpelling() {}

  static Optional<Recognised> gelu(OnnxNode node) {
    return node.attribute("approximate", "none").equals("none")
        ? Recognised.whole(node, new Unary(UnaryFunction.GELU))
        : Optional.empty();
  }

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

  static Optional<Recognised> leakyRelu(OnnxNode node) {
    return Recognised.whole(node, new LeakyRelu(node.attribute("alpha", 0.01f)));
  }

  static Optional<Recognised> elu(OnnxNode node) {
    return Recognised.whole(node, new Elu(node.attribute("alpha", 1f)));
  }

  static Optional<Recognised> hardSigmoid(OnnxNode node) {
    return Recognised.whole(
        node, new HardSigmoid(node.attribute("alpha", 0.2f), node.attribute("beta", 0.5f)));
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

  static Spelling spell(Unary op, Spelling spelling) {
    UnaryFunction function = op.function();
    return switch (function) {
      case SILU -> silu(spelling);
      case GELU -> spelling.opset() >= 20 ? spelling.as("Gelu") : gelu(spelling);
      case HARD_SWISH -> spelling.opset() >= 14 ? spelling.as("HardSwish") : hardSwish(spelling);
      case MISH -> spelling.opset() >= 18 ? spelling.as("Mish") : mish(spelling);
      case ERF -> spelling.require("at all", 9).as("Erf");
      case ROUND -> spelling.require("at all", 11).as("Round");
      case UnaryFunction standard -> spelling.as(standard.onnxType());
    };
  }

  private static Spelling silu(Spelling spelling) {
    String x = spelling.node().input(0);
    String sigmoid = spelling.step("sigmoid", "Sigmoid", Spelling.attributes(), x);
    return spelling.as("Mul", Spelling.attributes(), List.of(x, sigmoid));
  }

  private static Spelling gelu(Spelling spelling) {
    spelling.require("by its parts", 9);
    String x = spelling.node().input(0);
    Spelling.Attributes none = Spelling.attributes();
    String scaled =
        spelling.step("scaled", "Mul", none, x, spelling.scalar("half_root", HALF_ROOT));
    String erf = spelling.step("erf", "Erf", none, scaled);
    String shifted = spelling.step("shifted", "Add", none, erf, spelling.scalar("one", 1));
    String half = spelling.step("half", "Mul", none, x, spelling.scalar("one_half", 0.5f));
    return spelling.as("Mul", none, List.of(half, shifted));
  }

  private static Spelling hardSwish(Spelling spelling) {
    String x = spelling.node().input(0);
    String gate =
        spelling.step(
            "gate",
            "HardSigmoid",
            Spelling.attributes().with("alpha", 1f / 6).with("beta", 0.5f),
            x);
    return spelling.as("Mul", Spelling.attributes(), List.of(x, gate));
  }

  private static Spelling mish(Spelling spelling) {
    String x = spelling.node().input(0);
    String softplus = spelling.step("softplus", "Softplus", Spelling.attributes(), x);
    String tanh = spelling.step("tanh", "Tanh", Spelling.attributes(), softplus);
    return spelling.as("Mul", Spelling.attributes(), List.of(x, tanh));
  }
}
