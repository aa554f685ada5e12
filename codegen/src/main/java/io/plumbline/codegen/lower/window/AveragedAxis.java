package io.plumbline.codegen.lower.window;

import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * One axis of an average pool as weighted sums. The taps of a window that lie inside the input, or
 * inside it and its padding, form a box, so that the mean over the box is the mean along one axis
 * after the other.
 */
public final class AveragedAxis {
  private AveragedAxis() {}

  /**
   * @param stored the axis in storage
   */
  static Resamplings.Sums of(
      Window window, int axis, boolean countPadding, int stored, int extent, int outputs) {
    int begin = window.padBegin(axis);
    int end = window.padEnd(axis);
    int kernel = window.kernel().get(axis);
    long[] indices = new long[outputs * kernel];
    float[] weights = new float[indices.length];
    for (int output = 0; output < outputs; output++) {
      int first = output * window.strides().get(axis) - begin;
      int count = 0;
      for (int tap = 0; tap < kernel; tap++) {
        int position = first + tap * window.dilations().get(axis);
        boolean inside = position >= 0 && position < extent;
        boolean padded = position >= -begin && position < extent + end;
        count += inside || (countPadding && padded) ? 1 : 0;
        indices[output * kernel + tap] = Math.clamp(position, 0, extent - 1);
        weights[output * kernel + tap] = inside ? 1 : 0;
      }
      for (int tap = 0; tap < kernel; tap++) {
        weights[output * kernel + tap] /= Math.max(count, 1);
      }
    }
    Shape shape = Shape.of(outputs, kernel);
    return new Resamplings.Sums(stored, Tensor.of(shape, indices), Tensor.of(shape, weights));
  }
}
