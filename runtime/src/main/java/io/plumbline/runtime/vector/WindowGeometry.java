package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;

/** A window over a channels-last value, with the extents of both sides. */
record WindowGeometry(
    Window2d window,
    int batches,
    int inputHeight,
    int inputWidth,
    int inputChannels,
    int outputHeight,
    int outputWidth,
    int outputChannels) {
  static WindowGeometry of(Window2d window, Shape input, Shape output) {
    return new WindowGeometry(
        window,
        input.intDim(0),
        input.intDim(1),
        input.intDim(2),
        input.intDim(3),
        output.intDim(1),
        output.intDim(2),
        output.intDim(3));
  }

  /** Output pixels of all batches. */
  int outputPixels() {
    return batches * outputHeight * outputWidth;
  }

  /** Output rows of all batches. */
  int outputRows() {
    return batches * outputHeight;
  }

  /** The input row under the first tap of an output row; may lie outside. */
  int top(int outputRow) {
    return outputRow * window.strideHeight() - window.padTop();
  }

  /** The input column under the first tap of an output column; may lie outside. */
  int left(int outputColumn) {
    return outputColumn * window.strideWidth() - window.padLeft();
  }

  /** The first tap that lies inside when tap 0 lies at {@code first}. */
  static int firstTap(int first, int dilation) {
    return first >= 0 ? 0 : Math.ceilDiv(-first, dilation);
  }

  /**
   * The tap after the last one that lies inside an axis of {@code extent}; at least {@link
   * #firstTap}.
   */
  static int endTap(int first, int dilation, int taps, int extent) {
    int inside = Math.ceilDiv(extent - first, dilation);
    return Math.max(firstTap(first, dilation), Math.min(taps, inside));
  }
}
