package io.plumbline.quantize.form;

import io.plumbline.graph.op.Window;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first of three spatial axes under a window, and the window over the other two.
 *
 * @param kernel taps along the first axis; likewise stride and the rest
 */
public record VolumeAxis(
    int kernel, int stride, int dilation, int begin, int end, int outputs, Window2d plane) {
  /** Empty for other numbers of axes and for negative padding. */
  static Optional<VolumeAxis> of(Window window, Shape input, Shape output) {
    if (window.rank() != 3) {
      return Optional.empty();
    }
    Shape bottom = Shape.of(input.dim(0), input.dim(1), input.dim(3), input.dim(4));
    Shape top = Shape.of(output.dim(0), output.dim(1), output.dim(3), output.dim(4));
    Shape depth = Shape.of(input.dim(0), input.dim(1), input.dim(2));
    Shape depths = Shape.of(output.dim(0), output.dim(1), output.dim(2));
    Optional<Windows.Placed> line = Windows.place(axes(window, 0, 1), depth, depths);
    return Windows.place(axes(window, 1, 3), bottom, top)
        .flatMap(
            plane ->
                line.map(
                    placed -> {
                      Window2d first = placed.window();
                      return new VolumeAxis(
                          first.kernelWidth(),
                          first.strideWidth(),
                          first.dilationWidth(),
                          first.padLeft(),
                          first.padRight(),
                          output.intDim(2),
                          plane.window());
                    }));
  }

  private static Window axes(Window window, int from, int to) {
    int rank = window.rank();
    List<Integer> pads =
        Stream.concat(
                window.pads().subList(from, to).stream(),
                window.pads().subList(rank + from, rank + to).stream())
            .toList();
    return new Window(
        window.kernel().subList(from, to),
        window.strides().subList(from, to),
        window.dilations().subList(from, to),
        pads,
        window.autoPad());
  }

  /** The window along the first axis of values seen as depth by positions of a plane. */
  public Window2d line() {
    return new Window2d(kernel, 1, stride, 1, dilation, 1, begin, 0, end, 0);
  }
}
