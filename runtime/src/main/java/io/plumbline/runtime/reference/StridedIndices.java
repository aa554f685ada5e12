package io.plumbline.runtime.reference;

import io.plumbline.tensor.Shape;

/**
 * Element positions of strided views: what permutes, slices, broadcasts and joins have in common.
 */
final class StridedIndices {
  private StridedIndices() {}

  /**
   * For each element of {@code extents} in row-major order, {@code offset + Σ coordinate · stride}.
   */
  static int[] of(Shape extents, long offset, long[] strides) {
    int[] indices = new int[Math.toIntExact(extents.elements())];
    long[] coordinate = new long[extents.rank()];
    long position = offset;
    for (int i = 0; i < indices.length; i++) {
      indices[i] = Math.toIntExact(position);
      for (int axis = extents.rank() - 1; axis >= 0; axis--) {
        position += strides[axis];
        if (++coordinate[axis] < extents.dim(axis)) {
          break;
        }
        position -= strides[axis] * coordinate[axis];
        coordinate[axis] = 0;
      }
    }
    return indices;
  }

  /**
   * Positions in a tensor of shape {@code source} that NumPy broadcasting reads for each element of
   * {@code target}.
   */
  static int[] broadcast(Shape source, Shape target) {
    long[] sourceStrides = source.strides();
    long[] strides = new long[target.rank()];
    int shift = target.rank() - source.rank();
    for (int axis = 0; axis < source.rank(); axis++) {
      strides[axis + shift] = source.dim(axis) == 1 ? 0 : sourceStrides[axis];
    }
    return of(target, 0, strides);
  }

  /**
   * For each element of {@code shape} in row-major order, its coordinate along {@code axis}; zeros
   * for a negative axis.
   */
  static int[] coordinate(Shape shape, int axis) {
    long[] strides = new long[shape.rank()];
    if (axis >= 0) {
      strides[axis] = 1;
    }
    return of(shape, 0, strides);
  }
}
