package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Pooling over height and width. The number of windows is rounded up (unless {@code round_mode:
 * FLOOR}), one that would start in the padding behind the picture is dropped. Averages count what
 * of a window lies within picture and padding.
 */
final class PoolingLayer {
  private enum Method {
    MAX,
    AVE,
    STOCHASTIC
  }

  private enum Rounding {
    CEIL,
    FLOOR
  }

  /** The least positive normal float, which keeps empty windows from dividing by zero. */
  private static final float LEAST = Float.MIN_NORMAL;

  private PoolingLayer() {}

  static List<Blob> pooling(LayerScope scope) {
    TextMessage parameters = scope.parameters("pooling_param");
    Blob bottom = scope.bottom();
    if (bottom.rank() != 4) {
      throw scope.bad(
          "a bottom of %s; 4 axes are expected".formatted(bottom.shape()), "reshape it");
    }
    if (scope.layer().tops().size() > 1) {
      throw scope.unsupported("a second top, the mask, is not made", "leave the mask out");
    }
    Method method = parameters.choice("pool", Method.MAX);
    if (parameters.flag("global_pooling", false)) {
      return List.of(global(scope, bottom, method));
    }
    Windows windows = windows(scope, parameters, bottom);
    return List.of(
        switch (method) {
          case MAX -> node(scope, "MaxPool", bottom, windows, Attributes.NONE);
          case AVE -> average(scope, bottom, windows);
          case STOCHASTIC -> stochastic(scope, bottom, windows);
        });
  }

  private static Blob global(LayerScope scope, Blob bottom, Method method) {
    Shape result = bottom.shape().with(2, 1).with(3, 1);
    return switch (method) {
      case MAX -> scope.node("GlobalMaxPool", result, Attributes.NONE, bottom.value());
      case AVE -> scope.node("GlobalAveragePool", result, Attributes.NONE, bottom.value());
      case STOCHASTIC ->
          stochastic(
              scope,
              bottom,
              new Windows(
                  new Axis(bottom.dim(2), 1, 0, 0, 1), new Axis(bottom.dim(3), 1, 0, 0, 1)));
    };
  }

  /**
   * Where the windows lie along one axis.
   *
   * @param pad before the picture
   * @param end how far the last window reaches behind the picture, at least 0
   * @param count of windows
   */
  private record Axis(long kernel, long stride, long pad, long end, long count) {
    /** The same windows over a picture that carries its padding. */
    Axis overPadded() {
      return new Axis(kernel, stride, 0, Math.max(0, end - pad), count);
    }
  }

  private record Windows(Axis vertical, Axis horizontal) {
    Attributes attributes() {
      return Attributes.integers("kernel_shape", vertical.kernel, horizontal.kernel)
          .and(Attributes.integers("strides", vertical.stride, horizontal.stride))
          .and(
              Attributes.integers(
                  "pads", vertical.pad, horizontal.pad, vertical.end, horizontal.end));
    }

    boolean reachBehindPadding() {
      return vertical.end > vertical.pad || horizontal.end > horizontal.pad;
    }

    boolean isPadded() {
      return vertical.pad > 0 || horizontal.pad > 0;
    }
  }

  private static Windows windows(LayerScope scope, TextMessage parameters, Blob bottom) {
    long[] kernel = Spatial.of(scope, parameters, "kernel_size", "kernel", 2, 0, 1);
    long[] stride = Spatial.of(scope, parameters, "stride", "stride", 2, 1, 1);
    long[] pad = Spatial.of(scope, parameters, "pad", "pad", 2, 0, 0);
    boolean up = parameters.choice("round_mode", Rounding.CEIL) == Rounding.CEIL;
    boolean padded = pad[0] > 0 || pad[1] > 0;
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      long extent = bottom.dim(i + 2);
      axes.add(axis(scope, extent, kernel[i], stride[i], pad[i], up, padded));
    }
    return new Windows(axes.getFirst(), axes.getLast());
  }

  private static Axis axis(
      LayerScope scope,
      long extent,
      long kernel,
      long stride,
      long pad,
      boolean up,
      boolean padded) {
    long room = extent + 2 * pad - kernel;
    if (room < 0 || pad >= kernel) {
      throw scope.bad(
          "a window of %d and a padding of %d on an extent of %d".formatted(kernel, pad, extent),
          "correct 'kernel_size' and 'pad'");
    }
    long count = (up ? Math.ceilDiv(room, stride) : room / stride) + 1;
    if (padded && (count - 1) * stride >= extent + pad) {
      count--;
    }
    if ((count - 1) * stride >= extent + pad) {
      throw scope.unsupported(
          "the last window of %d at stride %d lies outside an extent of %d"
              .formatted(kernel, stride, extent),
          "use round_mode FLOOR");
    }
    long end = Math.max(0, (count - 1) * stride + kernel - extent - pad);
    return new Axis(kernel, stride, pad, end, count);
  }

  private static Blob node(
      LayerScope scope, String type, Blob bottom, Windows windows, Attributes more) {
    Shape result =
        bottom.shape().with(2, windows.vertical().count()).with(3, windows.horizontal().count());
    return scope.node(type, result, windows.attributes().and(more), bottom.value());
  }

  private static Blob average(LayerScope scope, Blob bottom, Windows windows) {
    if (!windows.reachBehindPadding()) {
      Attributes counted = Attributes.integer("count_include_pad", windows.isPadded() ? 1 : 0);
      return node(scope, "AveragePool", bottom, windows, counted);
    }
    Blob padded = windows.isPadded() ? padded(scope, bottom, windows) : bottom;
    Windows rest = new Windows(windows.vertical().overPadded(), windows.horizontal().overPadded());
    return node(scope, "AveragePool", padded, rest, Attributes.NONE);
  }

  private static Blob padded(LayerScope scope, Blob bottom, Windows windows) {
    long top = windows.vertical().pad();
    long left = windows.horizontal().pad();
    return scope.node(
        "Pad",
        bottom.shape().with(2, bottom.dim(2) + 2 * top).with(3, bottom.dim(3) + 2 * left),
        Attributes.NONE,
        bottom.value(),
        scope.integers("pads", 0L, 0L, top, left, 0L, 0L, top, left));
  }

  /** What stochastic pooling is without chance: the average weighted by the numbers themselves. */
  private static Blob stochastic(LayerScope scope, Blob bottom, Windows windows) {
    if (windows.isPadded()) {
      throw scope.bad("stochastic pooling knows no padding", "remove 'pad'");
    }
    Blob squares =
        scope.node("Mul", bottom.shape(), Attributes.NONE, bottom.value(), bottom.value());
    Blob weighted = node(scope, "AveragePool", squares, windows, Attributes.NONE);
    Blob sum = node(scope, "AveragePool", bottom, windows, Attributes.NONE);
    Blob positive = ArithmeticLayers.shifted(scope, sum, LEAST);
    return scope.node("Div", weighted.shape(), Attributes.NONE, weighted.value(), positive.value());
  }
}
