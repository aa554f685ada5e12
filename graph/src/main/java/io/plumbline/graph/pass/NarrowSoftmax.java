package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Softmax;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Softmax over all axes from one on {@code ⇒} Softmax along one axis, where no other of those is
 * longer than 1. Operator sets before 13 can say that of the last axis only.
 */
public final class NarrowSoftmax implements Rule {
  private static final long OPSET_OF_ANY_AXIS = 13;

  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof FlattenedSoftmax(int first, boolean logarithm))) {
      return Optional.empty();
    }
    return graph
        .tensorType(node.input(0))
        .filter(TensorType::isStatic)
        .flatMap(type -> alone(type.shape(), first))
        .filter(axis -> axis == -1 || graph.info().opset() >= OPSET_OF_ANY_AXIS)
        .map(axis -> node.withOp(logarithm ? new LogSoftmax(axis) : new Softmax(axis)))
        .map(narrowed -> new GraphPatch("NarrowSoftmax").replace(node, narrowed));
  }

  /** The only axis from one on that is longer than 1; the last one is −1. */
  private static Optional<Integer> alone(Shape shape, int first) {
    if (first >= shape.rank()) {
      return Optional.empty();
    }
    List<Integer> longAxes =
        IntStream.range(first, shape.rank()).filter(axis -> shape.dim(axis) != 1).boxed().toList();
    if (longAxes.size() > 1) {
      return Optional.empty();
    }
    int axis = longAxes.isEmpty() ? shape.rank() - 1 : longAxes.getFirst();
    return Optional.of(axis == shape.rank() - 1 ? -1 : axis);
  }
}
