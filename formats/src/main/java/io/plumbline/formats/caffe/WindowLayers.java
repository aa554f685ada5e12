package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Convolution and Deconvolution over any number of spatial axes. */
final class WindowLayers {
  private WindowLayers() {}

  /** How a window moves along one spatial axis. */
  private record Axis(long kernel, long stride, long pad, long dilation) {
    /** From the first to the last element of the window. */
    long reach() {
      return dilation * (kernel - 1) + 1;
    }
  }

  /** How a window moves, and in how many groups of channels. */
  private record Window(List<Axis> axes, long group) {
    Window {
      axes = List.copyOf(axes);
    }

    Attributes attributes() {
      long[] pads = axes.stream().mapToLong(Axis::pad).toArray();
      return Attributes.integers("kernel_shape", kernel())
          .and(Attributes.integers("strides", axes.stream().mapToLong(Axis::stride).toArray()))
          .and(Attributes.integers("pads", Spatial.bothEnds(pads)))
          .and(Attributes.integers("dilations", axes.stream().mapToLong(Axis::dilation).toArray()))
          .and(Attributes.integer("group", group));
    }

    long[] kernel() {
      return axes.stream().mapToLong(Axis::kernel).toArray();
    }
  }

  static List<Blob> convolution(LayerScope scope) {
    return convolution(scope, scope.parameters("convolution_param").integer("group", 1));
  }

  /** A convolution whose groups are single channels. */
  static List<Blob> depthwise(LayerScope scope) {
    scope.requireBottoms(1, Integer.MAX_VALUE);
    Blob bottom = scope.bottoms().getFirst();
    return convolution(scope, bottom.dim(Math.min(1, bottom.rank() - 1)));
  }

  private static List<Blob> convolution(LayerScope scope, long group) {
    scope.requireBottoms(1, Integer.MAX_VALUE);
    List<Blob> tops = new ArrayList<>();
    for (Blob bottom : scope.bottoms()) {
      Window window = window(scope, bottom, group);
      long outputs = outputs(scope, window.group());
      long[] weight = weightShape(outputs, channels(scope, bottom, window.group()), window);
      List<Long> dims = new ArrayList<>(List.of(bottom.dim(0), outputs));
      for (Axis axis : window.axes()) {
        long room = bottom.dim(dims.size()) + 2 * axis.pad() - axis.reach();
        dims.add(room < 0 ? 0 : room / axis.stride() + 1);
      }
      tops.add(node(scope, "Conv", bottom, window, weight, scope.shape(dims)));
    }
    return tops;
  }

  static List<Blob> deconvolution(LayerScope scope) {
    Blob bottom = scope.bottom();
    Window window =
        window(scope, bottom, scope.parameters("convolution_param").integer("group", 1));
    long outputs = outputs(scope, window.group());
    channels(scope, bottom, window.group());
    long[] weight = weightShape(bottom.dim(1), outputs / window.group(), window);
    List<Long> dims = new ArrayList<>(List.of(bottom.dim(0), outputs));
    for (Axis axis : window.axes()) {
      long between = axis.stride() * (bottom.dim(dims.size()) - 1);
      dims.add(between + axis.reach() - 2 * axis.pad());
    }
    return List.of(node(scope, "ConvTranspose", bottom, window, weight, scope.shape(dims)));
  }

  private static Blob node(
      LayerScope scope, String type, Blob bottom, Window window, long[] weight, Shape result) {
    List<String> operands = new ArrayList<>();
    operands.add(bottom.value());
    operands.add(scope.weight(0, "weight", weight));
    if (scope.parameters("convolution_param").flag("bias_term", true)) {
      operands.add(scope.weight(1, "bias", result.dim(1)));
    }
    return scope.node(type, result, window.attributes(), operands.toArray(String[]::new));
  }

  private static Window window(LayerScope scope, Blob bottom, long group) {
    TextMessage parameters = scope.parameters("convolution_param");
    int axes = bottom.rank() - 2;
    if (axes < 1) {
      throw scope.bad(
          "a bottom of %s has no spatial axis".formatted(bottom.shape()),
          "feed one with more axes");
    }
    if (scope.axis(parameters.integer("axis", 1), bottom.rank()) != 1) {
      throw scope.unsupported("channels are at axis 1 only", "permute the blob first");
    }
    if (group < 1 || group > Integer.MAX_VALUE) {
      throw scope.bad("'group' is " + group, "correct the layer's group");
    }
    long[] kernel = Spatial.of(scope, parameters, "kernel_size", "kernel", axes, 0, 1);
    long[] stride = Spatial.of(scope, parameters, "stride", "stride", axes, 1, 1);
    long[] pad = Spatial.of(scope, parameters, "pad", "pad", axes, 0, 0);
    long[] dilation = Spatial.of(scope, parameters, "dilation", "", axes, 1, 1);
    List<Axis> moves = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      moves.add(new Axis(kernel[axis], stride[axis], pad[axis], dilation[axis]));
    }
    return new Window(moves, group);
  }

  private static long outputs(LayerScope scope, long group) {
    long outputs = scope.count(scope.parameters("convolution_param"), "num_output", 0);
    if (outputs % group != 0) {
      throw scope.bad(
          "%s not divisible into %d groups"
              .formatted(Count.of(outputs, "output is", "outputs are"), group),
          "correct 'num_output' or 'group'");
    }
    return outputs;
  }

  private static long channels(LayerScope scope, Blob bottom, long group) {
    if (bottom.dim(1) % group != 0) {
      throw scope.bad(
          "the %d channels of %s are not divisible into %d groups"
              .formatted(bottom.dim(1), bottom.shape(), group),
          "correct 'group' or the layers before it");
    }
    return bottom.dim(1) / group;
  }

  private static long[] weightShape(long first, long second, Window window) {
    return Spatial.joined(new long[] {first, second}, window.kernel());
  }
}
