package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.Window;
import io.plumbline.graph.op.Window.AutoPad;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code Conv(auto_pad = SAME_UPPER) ⇒ Conv(pads = …)} for static inputs; likewise pooling. */
public final class ResolveAutoPad implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    Optional<Shape> shape =
        node.inputs().isEmpty()
            ? Optional.empty()
            : graph.tensorType(node.input(0)).filter(TensorType::isStatic).map(TensorType::shape);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    return resolved(node.op(), shape.get())
        .map(op -> new GraphPatch("ResolveAutoPad").replace(node, node.withOp(op)));
  }

  private static Optional<Op> resolved(Op op, Shape shape) {
    return switch (op) {
      case Conv(Window window, int group) when isAutomatic(window) ->
          Optional.of(new Conv(explicit(window, shape), group));
      case Pool pool when isAutomatic(pool.window()) ->
          Optional.of(
              pool.under(
                  explicit(pool.window(), shape), pool.ceilMode() && isValid(pool.window())));
      case Op other -> Optional.empty();
    };
  }

  private static boolean isAutomatic(Window window) {
    return window.autoPad() != AutoPad.EXPLICIT;
  }

  /** Without padding the extent may be rounded up; with SAME it is given. */
  private static boolean isValid(Window window) {
    return window.autoPad() == AutoPad.VALID;
  }

  /**
   * SAME: output extent ⌈in / stride⌉, the odd element of padding at the end (UPPER) or the begin
   * (LOWER).
   */
  private static Window explicit(Window window, Shape shape) {
    int rank = window.rank();
    if (isValid(window)) {
      return window.withPads(Collections.nCopies(2 * rank, 0));
    }
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank, 0));
    for (int axis = 0; axis < rank; axis++) {
      int extent = shape.intDim(axis + 2);
      int stride = window.strides().get(axis);
      int reach = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
      int outputs = (extent + stride - 1) / stride;
      int total = Math.max((outputs - 1) * stride + reach - extent, 0);
      int smaller = total / 2;
      boolean upper = window.autoPad() == AutoPad.SAME_UPPER;
      pads.set(axis, upper ? smaller : total - smaller);
      pads.set(axis + rank, upper ? total - smaller : smaller);
    }
    return window.withPads(pads);
  }
}
