package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Softmax;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Softmax and its logarithm. Before opset 13 they run over all axes from the given one on, taken as
 * one, which is the last one alone whatever the shape for axis −1 only.
 */
final class SoftmaxSpelling {
  private SoftmaxSpelling() {}

  static Optional<Recognised> softmax(OnnxNode node) {
    return alongAxis(node, Softmax::new, false);
  }

  static Optional<Recognised> logSoftmax(OnnxNode node) {
    return alongAxis(node, LogSoftmax::new, true);
  }

  private static Optional<Recognised> alongAxis(
      OnnxNode node, IntFunction<Op> op, boolean logarithm) {
    if (node.opset() >= 13) {
      return Recognised.whole(node, op.apply(OnnxNode.narrow(node.attribute("axis", -1))));
    }
    int axis = OnnxNode.narrow(node.attribute("axis", 1));
    return axis == -1
        ? Recognised.whole(node, op.apply(axis))
        : positive(axis, node)
            .flatMap(first -> Recognised.whole(node, new FlattenedSoftmax(first, logarithm)));
  }

  /** An axis counted from the first; empty for one counted from the last of an unknown number. */
  private static Optional<Integer> positive(int axis, OnnxNode node) {
    if (axis >= 0) {
      return Optional.of(axis);
    }
    OptionalInt rank = node.rank(0);
    return rank.isPresent() && axis + rank.getAsInt() >= 0
        ? Optional.of(axis + rank.getAsInt())
        : Optional.empty();
  }

  /**
   * The op at any opset.
   *
   * @throws UnsupportedException before opset 13 where the axis is not the last long one
   */
  static Spelling spell(String type, int axis, Spelling spelling) {
    boolean sayable =
        spelling.opset() >= 13
            || axis == -1
            || spelling.dims(0).filter(dims -> isLastLong(dims, axis)).isPresent();
    if (!sayable) {
      throw spelling.unsupported("along axis " + axis + ", which is not the last", 13);
    }
    return spelling.as(type, Spelling.attributes().with("axis", axis));
  }

  private static boolean isLastLong(List<Dim> dims, int axis) {
    int positive = axis < 0 ? axis + dims.size() : axis;
    return positive >= 0
        && positive < dims.size()
        && dims.stream().skip(positive + 1L).allMatch(new Dim.Fixed(1)::equals);
  }

  /** The op over several axes at any opset, since opset 13 on a matrix. */
  static Spelling spell(FlattenedSoftmax op, Spelling spelling) {
    if (spelling.opset() < 13) {
      return spelling.as(op.type(), Spelling.attributes().with("axis", op.axis()));
    }
    Spelling.Attributes none = Spelling.attributes();
    Spelling.Attributes axis = Spelling.attributes().with("axis", op.axis());
    Spelling.Attributes last = Spelling.attributes().with("axis", -1);
    String x = spelling.node().input(0);
    String matrix = spelling.step("matrix", "Flatten", axis, x);
    String rowwise = spelling.step("rowwise", op.type(), last, matrix);
    String shape = spelling.step("shape", "Shape", none, x);
    return spelling.as("Reshape", none, List.of(rowwise, shape));
  }
}
