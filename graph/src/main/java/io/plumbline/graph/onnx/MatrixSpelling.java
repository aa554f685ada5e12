package io.plumbline.graph.onnx;

import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.ReduceMean;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Matrix products, normalisations, reductions, quantization. */
final class MatrixSpelling {
  private MatrixSpelling() {}

  static Optional<Recognised> gemm(OnnxNode node) {
    return Recognised.whole(
        node,
        new Gemm(
            node.attribute("alpha", 1f),
            node.attribute("beta", 1f),
            node.attribute("transA", 0) != 0,
            node.attribute("transB", 0) != 0));
  }

  static Optional<Recognised> batchNormalization(OnnxNode node) {
    boolean inference =
        !node.hasExtraOutput()
            && node.attribute("spatial", 1) == 1
            && node.attribute("training_mode", 0) == 0;
    return inference
        ? Recognised.whole(node, new BatchNormalization(node.attribute("epsilon", 1e-5f)))
        : Optional.empty();
  }

  static Optional<Recognised> layerNormalization(OnnxNode node) {
    return node.hasExtraOutput() || node.attribute("stash_type", 1) != 1
        ? Optional.empty()
        : Recognised.whole(
            node,
            new LayerNormalization(
                OnnxNode.narrow(node.attribute("axis", -1)), node.attribute("epsilon", 1e-5f)));
  }

  static Optional<Recognised> reduceMean(OnnxNode node) {
    boolean keepDims = node.attribute("keepdims", 1) != 0;
    if (node.opset() >= 18 && node.has(1)) {
      return node.constantLongs(1)
          .filter(axes -> !axes.isEmpty())
          .flatMap(
              axes -> Recognised.first(node, 1, new ReduceMean(OnnxNode.narrow(axes), keepDims)));
    }
    Optional<List<Integer>> axes = node.intAttributes("axes").filter(list -> !list.isEmpty());
    OptionalInt rank = node.rank(0);
    if (axes.isEmpty() && rank.isPresent() && node.attribute("noop_with_empty_axes", 0) == 0) {
      axes = Optional.of(IntStream.range(0, rank.getAsInt()).boxed().toList());
    }
    return axes.filter(list -> !list.isEmpty())
        .flatMap(list -> Recognised.first(node, 1, new ReduceMean(list, keepDims)));
  }

  /** Before opset 11 the third input had to be given: a zero stands in for it. */
  static Spelling spell(Gemm op, Spelling spelling) {
    Spelling.Attributes attributes =
        Spelling.attributes()
            .with("alpha", op.alpha())
            .with("beta", op.beta())
            .with("transA", op.transposeA() ? 1 : 0)
            .with("transB", op.transposeB() ? 1 : 0);
    return spelling.opset() < 11 && !spelling.node().hasInput(2)
        ? spelling.as("Gemm", attributes, spelling.scalar("zero", 0))
        : spelling.as("Gemm", attributes);
  }

  /** Before opset 17 written out: (x − mean) / √(variance + epsilon), times scale, plus bias. */
  static Spelling spell(LayerNormalization op, Spelling spelling) {
    if (spelling.opset() >= 17) {
      return spelling.as(
          "LayerNormalization",
          Spelling.attributes().with("axis", op.axis()).with("epsilon", op.epsilon()));
    }
    Spelling.Attributes none = Spelling.attributes();
    Spelling.Attributes axes =
        Spelling.attributes().with("axes", normalisedAxes(op, spelling)).with("keepdims", 1);
    String x = spelling.node().input(0);
    String mean = spelling.step("mean", "ReduceMean", axes, x);
    String centred = spelling.step("centred", "Sub", none, x, mean);
    String squared = spelling.step("squared", "Mul", none, centred, centred);
    String variance = spelling.step("variance", "ReduceMean", axes, squared);
    String epsilon = spelling.scalar("epsilon", op.epsilon());
    String shifted = spelling.step("shifted", "Add", none, variance, epsilon);
    String deviation = spelling.step("deviation", "Sqrt", none, shifted);
    String normal = spelling.step("normal", "Div", none, centred, deviation);
    String scale = spelling.node().input(1);
    if (!spelling.node().hasInput(2)) {
      return spelling.as("Mul", none, List.of(normal, scale));
    }
    String scaled = spelling.step("scaled", "Mul", none, normal, scale);
    return spelling.as("Add", none, List.of(scaled, spelling.node().input(2)));
  }

  private static List<Integer> normalisedAxes(LayerNormalization op, Spelling spelling) {
    int axis = op.axis();
    if (axis >= 0) {
      axis -=
          spelling
              .dims(0)
              .orElseThrow(() -> spelling.unsupported("of an input of unknown rank", 17))
              .size();
    }
    return IntStream.range(axis, 0).boxed().toList();
  }

  static Spelling spell(ReduceMean op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes().with("keepdims", op.keepDims() ? 1 : 0);
    return spelling.opset() < 18
        ? spelling.as("ReduceMean", attributes.with("axes", op.axes()))
        : spelling.as("ReduceMean", attributes, spelling.longs("axes", op.axes()));
  }
}
