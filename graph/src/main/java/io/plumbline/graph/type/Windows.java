package io.plumbline.graph.type;

import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import java.util.Optional;

/** What windows of explicit padding make of [N, C, d…]. */
final class Windows {
  private Windows() {}

  /**
   * @param weights [M, C/group, k…]
   * @throws ShapeRule.MismatchException when channels do not fit
   */
  static Optional<Shape> convolved(Conv conv, Shape x, Shape weights)
      throws ShapeRule.MismatchException {
    if (x.rank() != weights.rank() || x.dim(1) != weights.dim(1) * conv.group()) {
      throw new ShapeRule.MismatchException(
          "%s and %s are not convolved in %d groups".formatted(x, weights, conv.group()));
    }
    return under(conv.window(), x.with(1, weights.dim(0)));
  }

  /** Empty where the last window may reach beyond the padding: runtimes differ there. */
  static Optional<Shape> pooled(Pool pool, Shape x) {
    return pool.ceilMode() ? Optional.empty() : under(pool.window(), x);
  }

  private static Optional<Shape> under(Window window, Shape x) {
    if (window.autoPad() != Window.AutoPad.EXPLICIT || window.rank() + 2 != x.rank()) {
      return Optional.empty();
    }
    Shape shape = x;
    for (int axis = 0; axis < window.rank(); axis++) {
      long extent = x.dim(axis + 2) + window.padBegin(axis) + window.padEnd(axis);
      long reach = (window.kernel().get(axis) - 1L) * window.dilations().get(axis) + 1;
      if (extent < reach) {
        return Optional.empty();
      }
      shape = shape.with(axis + 2, (extent - reach) / window.strides().get(axis) + 1);
    }
    return Optional.of(shape);
  }
}
