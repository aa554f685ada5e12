package io.plumbline.conformance.random;

import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Random windows that fit a value, and the extents they leave. */
final class Windows {
  private Windows() {}

  /**
   * A window over all axes after the second, with odd strides, dilations and uneven padding here
   * and there.
   */
  static Window random(Sketch sketch, Shape shape, boolean dilated) {
    List<Integer> kernel = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    List<Integer> dilations = new ArrayList<>();
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int axis = 2; axis < shape.rank(); axis++) {
      int extent = shape.intDim(axis);
      int size = sketch.number(1, Math.min(3, extent));
      int dilation = dilated && sketch.chance(0.2) && (size - 1) * 2 < extent ? 2 : 1;
      kernel.add(size);
      dilations.add(dilation);
      strides.add(sketch.number(1, 3) == 3 ? sketch.number(2, 3) : 1);
      begins.add(sketch.chance(0.5) ? sketch.number(0, size - 1) : size / 2);
      ends.add(sketch.chance(0.5) ? sketch.number(0, size - 1) : size / 2);
    }
    begins.addAll(ends);
    return new Window(kernel, strides, dilations, begins, Window.AutoPad.EXPLICIT);
  }

  /** The extents of a convolution or of a pool that rounds down. */
  static long extent(Window window, int axis, long extent) {
    long reach = (long) (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
    return (extent + window.padBegin(axis) + window.padEnd(axis) - reach)
            / window.strides().get(axis)
        + 1;
  }

  static Shape shape(Window window, Shape input, long channels) {
    long[] dims = input.toArray();
    dims[1] = channels;
    for (int axis = 0; axis < window.rank(); axis++) {
      dims[axis + 2] = extent(window, axis, dims[axis + 2]);
    }
    return Shape.of(dims);
  }
}
