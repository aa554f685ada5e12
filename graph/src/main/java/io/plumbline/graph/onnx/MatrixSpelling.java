package io.plumbline.graph.onnx;

import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Softmax;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
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

  static Optional<Recognised> softmax(OnnxNode node) {
    return alongAxis(node, Softmax::new);
  }

  static Optional<Recognised> logSoftmax(OnnxNode node) {
    return alongAxis(node, LogSoftmax::new);
  }

  /**
   * Before opset 13 all axes from the given one on were one: the same only where it is the last.
   */
  private static Optional<Recognised> alongAxis(OnnxNode node, IntFunction<Op> op) {
    if (node.opset() >= 13) {
      return Recognised.whole(node, op.apply(OnnxNode.narrow(node.attribute("axis", -1))));
    }
    int axis = OnnxNode.narrow(node.attribute("axis", 1));
    OptionalInt rank = node.rank(0);
    boolean last = axis == -1 || (rank.isPresent() && axis == rank.getAsInt() - 1);
    return last ? Recognised.whole(node, op.apply(axis)) : Optional.empty();
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

  static Optional<Recognised> quantize(OnnxNode node) {
    return node.onlyAttributes("axis")
        ? Recognised.whole(node, new QuantizeLinear(OnnxNode.narrow(node.attribute("axis", 1))))
        : Optional.empty();
  }

  static Optional<Recognised> dequantize(OnnxNode node) {
    return node.onlyAttributes("axis")
        ? Recognised.whole(node, new DequantizeLinear(OnnxNode.narrow(node.attribute("axis", 1))))
        : Optional.empty();
  }

  static Spelling spell(Gemm op, Spelling spelling) {
    return spelling.as(
        "Gemm",
        Spelling.attributes()
            .with("alpha", op.alpha())
            .with("beta", op.beta())
            .with("transA", op.transposeA() ? 1 : 0)
            .with("transB", op.transposeB() ? 1 : 0));
  }

  static Spelling spell(LayerNormalization op, Spelling spelling) {
    return spelling.as(
        "LayerNormalization",
        Spelling.attributes().with("axis", op.axis()).with("epsilon", op.epsilon()));
  }

  static Spelling spell(ReduceMean op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes().with("keepdims", op.keepDims() ? 1 : 0);
    return spelling.opset() < 18
        ? spelling.as("ReduceMean", attributes.with("axes", op.axes()))
        : spelling.as("ReduceMean", attributes, spelling.longs("axes", op.axes()));
  }

  /** Per-axis quantization exists from opset 13 on; before that there is no axis to name. */
  static Spelling axis(String type, int axis, Spelling spelling) {
    return spelling.as(
        type,
        spelling.opset() >= 13 ? Spelling.attributes().with("axis", axis) : Spelling.attributes());
  }
}
