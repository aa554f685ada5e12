package io.plumbline.quantize.form;

import io.plumbline.graph.op.Window;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Windows of one or two spatial axes with every padding written out. */
public final class Windows {
  private Windows() {}

  /**
   * A window, and whether it reaches beyond the padding the model asks for, as rounding extents up
   * can make it.
   */
  public record Placed(Window2d window, boolean overhangs) {}

  /** One spatial axis. */
  private record Axis(
      int kernel, int stride, int dilation, int begin, int end, boolean overhangs) {}

  /**
   * The window over logical shapes N,C,d…; one spatial axis becomes the width of height 1. Empty
   * for other numbers of axes and for negative padding.
   */
  public static Optional<Placed> place(Window window, Shape input, Shape output) {
    int rank = window.rank();
    if (rank < 1 || rank > 2 || window.pads().stream().anyMatch(pad -> pad < 0)) {
      return Optional.empty();
    }
    List<Axis> axes =
        IntStream.range(0, rank)
            .mapToObj(axis -> axis(window, axis, input.intDim(axis + 2), output.intDim(axis + 2)))
            .toList();
    Axis height = rank == 2 ? axes.get(0) : new Axis(1, 1, 1, 0, 0, false);
    Axis width = axes.getLast();
    return Optional.of(
        new Placed(
            new Window2d(
                height.kernel, width.kernel,
                height.stride, width.stride,
                height.dilation, width.dilation,
                height.begin, width.begin,
                height.end, width.end),
            height.overhangs || width.overhangs));
  }

  /** The window that covers all spatial axes at once. */
  public static Window2d covering(Shape logical) {
    int height = logical.rank() == 4 ? logical.intDim(2) : 1;
    return new Window2d(height, logical.intDim(-1), 1, 1, 1, 1, 0, 0, 0, 0);
  }

  private static Axis axis(Window window, int axis, int input, int output) {
    int kernel = window.kernel().get(axis);
    int stride = window.strides().get(axis);
    int dilation = window.dilations().get(axis);
    int reach = (output - 1) * stride + (kernel - 1) * dilation + 1;
    int needed = Math.max(reach - input, 0);
    return switch (window.autoPad()) {
      case SAME_UPPER -> new Axis(kernel, stride, dilation, needed / 2, needed - needed / 2, false);
      case SAME_LOWER -> new Axis(kernel, stride, dilation, needed - needed / 2, needed / 2, false);
      case VALID -> new Axis(kernel, stride, dilation, 0, 0, false);
      case EXPLICIT -> {
        int begin = window.padBegin(axis);
        int end = Math.max(window.padEnd(axis), reach - input - begin);
        yield new Axis(kernel, stride, dilation, begin, end, end > window.padEnd(axis));
      }
    };
  }
}
