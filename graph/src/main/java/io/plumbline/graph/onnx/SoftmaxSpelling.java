package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Softmax;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Softmax and its logarithm. Before opset 13 they run over all axes from the given one on, taken as
 * one; that is the same as along one axis only where at most one of those axes is longer than 1.
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
    if (axis == -1) {
      return Recognised.whole(node, op.apply(axis));
    }
    Optional<Recognised> alone =
        node.dims(0)
            .flatMap(dims -> onlyAxis(dims, axis))
            .flatMap(only -> Recognised.whole(node, op.apply(only)));
    return alone.isPresent() ? alone : flattened(node, axis, logarithm);
  }

  private static Optional<Recognised> flattened(OnnxNode node, int axis, boolean logarithm) {
    return node.dims(0)
        .filter(dims -> dims.stream().allMatch(Dim.Fixed.class::isInstance))
        .filter(dims -> axis >= -dims.size() && axis < dims.size())
        .flatMap(
            dims ->
                Recognised.whole(
                    node, new FlattenedSoftmax(axis < 0 ? axis + dims.size() : axis, logarithm)));
  }

  /** The axis that all axes from the given one on amount to; empty when there are several. */
  private static Optional<Integer> onlyAxis(List<Dim> dims, int axis) {
    int first = axis < 0 ? axis + dims.size() : axis;
    if (first < 0 || first >= dims.size()) {
      return Optional.empty();
    }
    List<Integer> longAxes =
        IntStream.range(first, dims.size())
            .filter(i -> !dims.get(i).equals(new Dim.Fixed(1)))
            .boxed()
            .toList();
    if (longAxes.size() > 1) {
      return Optional.empty();
    }
    return longAxes.isEmpty() || longAxes.getFirst() == first
        ? Optional.of(axis)
        : Optional.of(longAxes.getFirst());
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
            || spelling
                .dims(0)
                .flatMap(dims -> onlyAxis(dims, axis))
                .filter(only -> only == axis)
                .isPresent();
    if (!sayable) {
      throw spelling.unsupported("along axis " + axis + ", which is not the last", 13);
    }
    return spelling.as(type, Spelling.attributes().with("axis", axis));
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
