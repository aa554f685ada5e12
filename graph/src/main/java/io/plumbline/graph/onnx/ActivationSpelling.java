package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Celu;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Selu;
import io.plumbline.graph.op.Shrink;
import io.plumbline.graph.op.ThresholdedRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;
import java.util.Optional;

/**
 * Element-wise functions of one input. Those that ONNX lacks at an opset are written out in several
 * nodes.
 */
final class ActivationSpelling {
  private static final float HALF_ROOT = (float) (1 / StrictMath.sqrt(2));

  private ActivationSpelling() {}

  static Optional<Recognised> gelu(OnnxNode node) {
    return switch (node.attribute("approximate", "none")) {
      case "none" -> Recognised.whole(node, new Unary(UnaryFunction.GELU));
      case "tanh" -> Recognised.whole(node, new Unary(UnaryFunction.GELU_TANH));
      case String unknown -> Optional.empty();
    };
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

  static Optional<Recognised> celu(OnnxNode node) {
    return Recognised.whole(node, new Celu(node.attribute("alpha", 1f)));
  }

  /** The default constants of opset 6 on are those of the paper on self-normalising networks. */
  static Optional<Recognised> selu(OnnxNode node) {
    return Recognised.whole(
        node, new Selu(node.attribute("alpha", 1.6732632f), node.attribute("gamma", 1.050701f)));
  }

  static Optional<Recognised> shrink(OnnxNode node) {
    return Recognised.whole(
        node, new Shrink(node.attribute("lambd", 0.5f), node.attribute("bias", 0f)));
  }

  static Optional<Recognised> thresholdedRelu(OnnxNode node) {
    return Recognised.whole(node, new ThresholdedRelu(node.attribute("alpha", 1f)));
  }

  static Spelling spell(Celu op, Spelling spelling) {
    return spelling
        .require("at all", 12)
        .as("Celu", Spelling.attributes().with("alpha", op.alpha()));
  }

  static Spelling spell(Shrink op, Spelling spelling) {
    return spelling
        .require("at all", 9)
        .as("Shrink", Spelling.attributes().with("bias", op.bias()).with("lambd", op.threshold()));
  }

  static Spelling spell(ThresholdedRelu op, Spelling spelling) {
    return spelling
        .require("at all", 10)
        .as("ThresholdedRelu", Spelling.attributes().with("alpha", op.alpha()));
  }

  static Spelling spell(Unary op, Spelling spelling) {
    UnaryFunction function = op.function();
    return switch (function) {
      case SILU -> silu(spelling);
      case GELU -> spelling.opset() >= 20 ? spelling.as("Gelu") : gelu(spelling);
      case GELU_TANH ->
          spelling.opset() >= 20
              ? spelling.as("Gelu", Spelling.attributes().with("approximate", "tanh"))
              : geluOfTanh(spelling);
      case HARD_SWISH -> spelling.opset() >= 14 ? spelling.as("HardSwish") : hardSwish(spelling);
      case MISH -> spelling.opset() >= 18 ? spelling.as("Mish") : mish(spelling);
      case ACOSH, ASINH, ATANH, COSH, ERF, SIGN, SINH ->
          spelling.require("at all", 9).as(function.onnxType());
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

  private static Spelling geluOfTanh(Spelling spelling) {
    String x = spelling.node().input(0);
    Spelling.Attributes none = Spelling.attributes();
    String square = spelling.step("square", "Mul", none, x, x);
    String cube = spelling.step("cube", "Mul", none, square, x);
    String bend = spelling.step("bend", "Mul", none, cube, spelling.scalar("cubic", 0.044715f));
    String sum = spelling.step("sum", "Add", none, x, bend);
    String scale = spelling.scalar("scale", (float) StrictMath.sqrt(2 / StrictMath.PI));
    String inner = spelling.step("inner", "Mul", none, sum, scale);
    String tanh = spelling.step("tanh", "Tanh", none, inner);
    String shifted = spelling.step("shifted", "Add", none, tanh, spelling.scalar("one", 1));
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
