package io.plumbline.codegen.lower.scope;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/** Orders of axes: result axis i is source axis {@code order[i]}. */
public final class Permutation {
  private Permutation() {}

  /**
   * The tensor with its axes reordered; the same memory where that leaves the bytes as they are.
   */
  public static Tensor apply(Tensor tensor, int... order) {
    Shape shape = tensor.shape().permute(order);
    if (keepsBytes(tensor.shape(), order)) {
      return tensor.reshape(shape);
    }
    Tensor result = Tensor.allocate(tensor.dtype(), shape);
    long[] sourceStrides = tensor.shape().strides();
    int bytes = tensor.dtype().bytes();
    long elements = result.elements();
    int last = order.length - 1;
    long row = shape.dim(last);
    long step = sourceStrides[order[last]] * bytes;
    long[] position = new long[last];
    for (long target = 0; target < elements; target += row) {
      long source = 0;
      for (int axis = 0; axis < last; axis++) {
        source += position[axis] * sourceStrides[order[axis]];
      }
      copy(tensor.data(), source * bytes, step, result.data(), target * bytes, row, bytes);
      advance(position, shape);
    }
    return result;
  }

  /** Gathers elements that are {@code step} bytes apart. */
  private static void copy(
      MemorySegment from, long at, long step, MemorySegment to, long start, long count, int bytes) {
    if (bytes == 1) {
      for (long i = 0; i < count; i++) {
        to.set(ValueLayout.JAVA_BYTE, start + i, from.get(ValueLayout.JAVA_BYTE, at + i * step));
      }
    } else {
      for (long i = 0; i < count; i++) {
        MemorySegment.copy(from, at + i * step, to, start + i * bytes, bytes);
      }
    }
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
  public static boolean keepsBytes(Shape source, int... order) {
    int[] wide = Arrays.stream(order).filter(axis -> source.dim(axis) != 1).toArray();
    for (int i = 1; i < wide.length; i++) {
      if (wide[i] < wide[i - 1]) {
        return false;
      }
    }
    return true;
  }

  public static List<Integer> list(int... order) {
    return Arrays.stream(order).boxed().toList();
  }
}
