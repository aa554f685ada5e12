package io.plumbline.codegen.lower;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Orders of axes: result axis i is source axis {@code order[i]}. */
final class Permutation {
  private Permutation() {}

  /** The tensor with its axes reordered, as a fresh tensor of the same dtype. */
  static Tensor apply(Tensor tensor, int... order) {
    Shape shape = tensor.shape().permute(order);
    Tensor result = Tensor.allocate(tensor.dtype(), shape);
    long[] sourceStrides = tensor.shape().strides();
    int bytes = tensor.dtype().bytes();
    long[] position = new long[order.length];
    for (long target = 0; target < result.elements(); target++) {
      long source = 0;
      for (int axis = 0; axis < order.length; axis++) {
        source += position[axis] * sourceStrides[order[axis]];
      }
      MemorySegment.copy(tensor.data(), source * bytes, result.data(), target * bytes, bytes);
      advance(position, shape);
    }
    return result;
  }

  private static void advance(long[] position, Shape shape) {
    for (int axis = position.length - 1; axis >= 0; axis--) {
      if (++position[axis] < shape.dim(axis)) {
        return;
      }
      position[axis] = 0;
    }
  }

  /** Whether reordering leaves the bytes as they are: only axes of extent 1 pass others. */
  static boolean keepsBytes(Shape source, int... order) {
    int[] wide = Arrays.stream(order).filter(axis -> source.dim(axis) != 1).toArray();
    for (int i = 1; i < wide.length; i++) {
      if (wide[i] < wide[i - 1]) {
        return false;
      }
    }
    return true;
  }

  static List<Integer> list(int... order) {
    return Arrays.stream(order).boxed().toList();
  }
}
