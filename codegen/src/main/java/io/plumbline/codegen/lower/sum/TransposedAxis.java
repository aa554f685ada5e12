package io.plumbline.codegen.lower.sum;

import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Window;

/**
 * One spatial axis of a transposed convolution as an ordinary one. With stride s, kernel k and pads
 * beginning with b, output o gets {@code Σ_j x[q − j] · w[p + s·j]} with {@code q = (o + b) div s}
 * and {@code p = (o + b) mod s}: a convolution of step 1 with {@code taps = ⌈k/s⌉}, computed for
 * all s phases p at once, whose results of equal q lie side by side (W. Shi et al., Is the
 * deconvolution layer the same as a convolutional layer?, 2016). A dilated kernel with a stride
 * counts with its gaps.
 *
 * @param kernel taps as given
 * @param spread distance of taps of the given kernel in the kernel the phases share
 * @param before padding of the ordinary convolution
 * @param rows its results along the axis
 * @param start first element of the joined phases that is part of the result
 */
public record TransposedAxis(
    int kernel,
    int phases,
    int taps,
    int spread,
    int dilation,
    int before,
    int after,
    int rows,
    int start) {
  static TransposedAxis of(ConvTranspose conv, int axis, int input, int output) {
    Window window = conv.window();
    int kernel = window.kernel().get(axis);
    int stride = window.strides().get(axis);
    int gap = window.dilations().get(axis);
    int spread = stride == 1 ? 1 : gap;
    int dilation = stride == 1 ? gap : 1;
    int begin = begin(conv, axis, input, output);
    int taps = Math.ceilDiv((kernel - 1) * spread + 1, stride);
    int reach = (taps - 1) * dilation;
    int first = Math.clamp(begin / stride, 0, reach);
    int last = (output - 1 + begin) / stride;
    int before = reach - first;
    int after = Math.max(last - input + 1, 0);
    int rows = input + before + after - reach;
    return new TransposedAxis(
        kernel, stride, taps, spread, dilation, before, after, rows, begin - first * stride);
  }

  static TransposedAxis point() {
    return new TransposedAxis(1, 1, 1, 1, 1, 0, 0, 1, 0);
  }

  private static int begin(ConvTranspose conv, int axis, int input, int output) {
    Window window = conv.window();
    int reach = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
    int full = (input - 1) * window.strides().get(axis) + reach + conv.outputPadding().get(axis);
    int total = Math.max(full - output, 0);
    return switch (window.autoPad()) {
      case EXPLICIT -> window.padBegin(axis);
      case VALID -> 0;
      case SAME_UPPER -> total / 2;
      case SAME_LOWER -> total - total / 2;
    };
  }

  /** The place in the given kernel of a tap of a phase, −1 where there is none. */
  int source(int phase, int tap) {
    int place = phase + phases * (taps - 1 - tap);
    return place % spread == 0 && place / spread < kernel ? place / spread : -1;
  }
}
