package io.plumbline.runtime.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A copy of elements between two arrays that walks the same axes with a stride of its own on each
 * side. Axes that are walked as one are joined, what is contiguous on both sides is copied in one
 * piece.
 */
final class StridedCopy {
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private record Axis(int extent, int from, int to) {}

  private final List<Axis> axes;
  private final int fromStart;
  private final int toStart;
  private final int run;

  private StridedCopy(List<Axis> axes, int fromStart, int toStart, int run) {
    this.axes = axes;
    this.fromStart = fromStart;
    this.toStart = toStart;
    this.run = run;
  }

  /**
   * @param extents of the axes; all strides and starts in elements
   * @param size bytes of an element
   */
  static StridedCopy of(
      long[] extents, long[] from, long fromStart, long[] to, long toStart, int size) {
    List<Axis> joined = new ArrayList<>();
    joined.add(new Axis(size, 1, 1));
    for (int i = extents.length - 1; i >= 0; i--) {
      Axis axis =
          new Axis(
              Math.toIntExact(extents[i]),
              Math.toIntExact(from[i] * size),
              Math.toIntExact(to[i] * size));
      Axis last = joined.getLast();
      if (axis.from == last.extent * last.from && axis.to == last.extent * last.to) {
        joined.set(joined.size() - 1, new Axis(axis.extent * last.extent, last.from, last.to));
      } else if (axis.extent != 1) {
        joined.add(axis);
      }
    }
    int run = joined.removeFirst().extent;
    Comparator<Axis> order = Comparator.comparingInt(Axis::extent);
    List<Axis> axes = isElement(run) ? joined.stream().sorted(order).toList() : joined.reversed();
    return new StridedCopy(
        List.copyOf(axes), Math.toIntExact(fromStart * size), Math.toIntExact(toStart * size), run);
  }

  private static VarHandle view(Class<?> elements) {
    return MethodHandles.byteArrayViewVarHandle(elements, ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether bytes that lie together are one number, and are moved as such. */
  private static boolean isElement(int run) {
    return run == Byte.BYTES || run == Short.BYTES || run == Integer.BYTES || run == Long.BYTES;
  }

  /** Whether there is nothing to copy. */
  boolean isEmpty() {
    return run == 0 || axes.stream().anyMatch(axis -> axis.extent == 0);
  }

  void copy(byte[] from, byte[] to) {
    if (!isEmpty()) {
      copy(0, from, fromStart, to, toStart);
    }
  }

  private void copy(int depth, byte[] from, int fromAt, byte[] to, int toAt) {
    if (depth == axes.size()) {
      System.arraycopy(from, fromAt, to, toAt, run);
      return;
    }
    Axis axis = axes.get(depth);
    if (isElement(run) && depth == axes.size() - 1) {
      copyElements(axis, from, fromAt, to, toAt);
      return;
    }
    for (int i = 0; i < axis.extent; i++) {
      copy(depth + 1, from, fromAt + i * axis.from, to, toAt + i * axis.to);
    }
  }

  private void copyElements(Axis axis, byte[] from, int fromAt, byte[] to, int toAt) {
    switch (run) {
      case Byte.BYTES -> copyBytes(axis, from, fromAt, to, toAt);
      case Short.BYTES -> copyShorts(axis, from, fromAt, to, toAt);
      case Integer.BYTES -> copyInts(axis, from, fromAt, to, toAt);
      default -> copyLongs(axis, from, fromAt, to, toAt);
    }
  }

  private static void copyShorts(Axis axis, byte[] from, int fromAt, byte[] to, int toAt) {
    for (int i = 0; i < axis.extent; i++) {
      SHORTS.set(to, toAt + i * axis.to, (short) SHORTS.get(from, fromAt + i * axis.from));
    }
  }

  private static void copyInts(Axis axis, byte[] from, int fromAt, byte[] to, int toAt) {
    for (int i = 0; i < axis.extent; i++) {
      INTS.set(to, toAt + i * axis.to, (int) INTS.get(from, fromAt + i * axis.from));
    }
  }

  private static void copyLongs(Axis axis, byte[] from, int fromAt, byte[] to, int toAt) {
    for (int i = 0; i < axis.extent; i++) {
      LONGS.set(to, toAt + i * axis.to, (long) LONGS.get(from, fromAt + i * axis.from));
    }
  }

  private static void copyBytes(Axis axis, byte[] from, int fromAt, byte[] to, int toAt) {
    int source = fromAt;
    int target = toAt;
    for (int i = 0; i < axis.extent; i++) {
      to[target] = from[source];
      source += axis.from;
      target += axis.to;
    }
  }

  @Override
  public String toString() {
    return "%s of %d bytes".formatted(Arrays.toString(axes.toArray()), run);
  }
}
