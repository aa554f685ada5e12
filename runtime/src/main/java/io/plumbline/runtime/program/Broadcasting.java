package io.plumbline.runtime.program;

import io.plumbline.tensor.Shape;
import java.util.Optional;

/** NumPy broadcasting of shapes: aligned at the last axis, extents equal or 1. */
public final class Broadcasting {
  private Broadcasting() {}

  /** The shape of an element-wise result, or empty when the operands do not fit. */
  public static Optional<Shape> elementwise(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    long[] dims = new long[rank];
    for (int axis = 1; axis <= rank; axis++) {
      long a = axis <= left.rank() ? left.dim(-axis) : 1;
      long b = axis <= right.rank() ? right.dim(-axis) : 1;
      if (a != b && a != 1 && b != 1) {
        return Optional.empty();
      }
      dims[rank - axis] = a == 1 ? b : a;
    }
    return Optional.of(Shape.of(dims));
  }

  /** The shape of [..., M, K] × [..., K, N], whose batch axes broadcast, or empty. */
  public static Optional<Shape> product(Shape left, Shape right) {
    if (left.rank() < 2 || right.rank() < 2 || left.dim(-1) != right.dim(-2)) {
      return Optional.empty();
    }
    Shape leftBatch = left.with(-1, 1).with(-2, 1);
    Shape rightBatch = right.with(-1, 1).with(-2, 1);
    return elementwise(leftBatch, rightBatch)
        .map(batch -> batch.with(-2, left.dim(-2)).with(-1, right.dim(-1)));
  }
}
