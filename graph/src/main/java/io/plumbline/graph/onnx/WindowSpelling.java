package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.LpPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.Window;
import io.plumbline.graph.op.Window.AutoPad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Convolutions and pooling: everything with a sliding window. */
final class WindowSpelling {
  private WindowSpelling() {}

  /** Adds what this family recognises. */
  static void add(Map<String, Operator> map) {
    map.put(
        "AveragePool",
        window(1, 1, WindowSpelling::averagePool).integer("ceil_mode", "count_include_pad"));
    map.put("Conv", window(2, 3, WindowSpelling::conv).integer("group"));
    map.put(
        "ConvTranspose",
        window(2, 3, WindowSpelling::convTranspose)
            .integer("group")
            .integers("output_padding", "output_shape"));
    map.put("LpPool", window(1, 1, WindowSpelling::lpPool).integer("ceil_mode", "p"));
    map.put(
        "MaxPool",
        window(1, 1, WindowSpelling::maxPool)
            .integer("ceil_mode", "storage_order")
            .droppingUnreadOutputs());
  }

  private static Operator window(int fewest, int most, Operator.Recogniser recogniser) {
    return Operator.of(fewest, most, recogniser)
        .text("auto_pad")
        .integers("dilations", "kernel_shape", "pads", "strides");
  }

  static Optional<Recognised> conv(OnnxNode node) {
    return kernel(node)
        .flatMap(kernel -> window(node, kernel))
        .flatMap(
            window ->
                Recognised.whole(
                    node, new Conv(window, OnnxNode.narrow(node.attribute("group", 1)))));
  }

  static Optional<Recognised> convTranspose(OnnxNode node) {
    return kernel(node)
        .flatMap(kernel -> window(node, kernel))
        .map(
            window ->
                new ConvTranspose(
                    window,
                    node.intAttributes("output_padding")
                        .orElse(Collections.nCopies(window.rank(), 0)),
                    OnnxNode.narrow(node.attribute("group", 1))))
        .flatMap(op -> node.hasAttribute("output_shape") ? shaped(op, node) : Optional.of(op))
        .flatMap(op -> Recognised.whole(node, op));
  }

  /**
   * The padding that leads to an output_shape: an odd element at the end for SAME_UPPER, at the
   * beginning otherwise. Empty where the input's extents are not known or the shape is larger than
   * what the window covers.
   */
  private static Optional<ConvTranspose> shaped(ConvTranspose op, OnnxNode node) {
    List<Integer> shape = node.intAttributes("output_shape").orElse(List.of());
    Window window = op.window();
    int rank = window.rank();
    Optional<List<Dim>> dims = node.dims(0).filter(list -> list.size() == rank + 2);
    if (dims.isEmpty() || shape.size() != rank) {
      return Optional.empty();
    }
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank, 0));
    for (int axis = 0; axis < rank; axis++) {
      if (!(dims.get().get(axis + 2) instanceof Dim.Fixed(long extent))) {
        return Optional.empty();
      }
      int reach = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
      long full = (extent - 1) * window.strides().get(axis) + op.outputPadding().get(axis) + reach;
      int total = OnnxNode.narrow(full - shape.get(axis));
      if (total < 0) {
        return Optional.empty();
      }
      boolean upper = window.autoPad() == AutoPad.SAME_UPPER;
      pads.set(axis, upper ? total / 2 : total - total / 2);
      pads.set(axis + rank, upper ? total - total / 2 : total / 2);
    }
    return Optional.of(new ConvTranspose(window.withPads(pads), op.outputPadding(), op.group()));
  }

  static Optional<Recognised> maxPool(OnnxNode node) {
    return node.intAttributes("kernel_shape")
        .flatMap(kernel -> window(node, kernel))
        .flatMap(
            window ->
                Recognised.whole(node, new MaxPool(window, node.attribute("ceil_mode", 0) != 0)));
  }

  static Optional<Recognised> averagePool(OnnxNode node) {
    return node.intAttributes("kernel_shape")
        .flatMap(kernel -> window(node, kernel))
        .flatMap(
            window ->
                Recognised.whole(
                    node,
                    new AveragePool(
                        window,
                        node.attribute("ceil_mode", 0) != 0,
                        node.attribute("count_include_pad", 0) != 0)));
  }

  static Optional<Recognised> lpPool(OnnxNode node) {
    return node.intAttributes("kernel_shape")
        .flatMap(kernel -> window(node, kernel))
        .flatMap(
            window ->
                Recognised.whole(
                    node,
                    new LpPool(
                        window,
                        node.attribute("ceil_mode", 0) != 0,
                        OnnxNode.narrow(node.attribute("p", 2)))));
  }

  private static Spelling spell(LpPool op, Spelling spelling) {
    return spelling.as(
        "LpPool", pooling(op.window(), op.ceilMode(), spelling, 18).with("p", op.p()));
  }

  private static Optional<List<Integer>> kernel(OnnxNode node) {
    Optional<List<Integer>> declared = node.intAttributes("kernel_shape");
    if (declared.isPresent()) {
      return declared;
    }
    Optional<TensorType> weights = node.graph().tensorType(node.node().input(1));
    if (weights.isEmpty() || weights.get().rank() < 3) {
      return Optional.empty();
    }
    List<Integer> kernel = new ArrayList<>();
    for (Dim dim : weights.get().dims().subList(2, weights.get().rank())) {
      if (!(dim instanceof Dim.Fixed(long extent))) {
        return Optional.empty();
      }
      kernel.add(OnnxNode.narrow(extent));
    }
    return Optional.of(kernel);
  }

  private static Optional<Window> window(OnnxNode node, List<Integer> kernel) {
    int rank = kernel.size();
    AutoPad autoPad;
    switch (node.attribute("auto_pad", "NOTSET")) {
      case "NOTSET", "" -> autoPad = AutoPad.EXPLICIT;
      case "SAME_UPPER" -> autoPad = AutoPad.SAME_UPPER;
      case "SAME_LOWER" -> autoPad = AutoPad.SAME_LOWER;
      case "VALID" -> autoPad = AutoPad.VALID;
      default -> {
        return Optional.empty();
      }
    }
    List<Integer> strides = node.intAttributes("strides").orElse(Collections.nCopies(rank, 1));
    List<Integer> dilations = node.intAttributes("dilations").orElse(Collections.nCopies(rank, 1));
    List<Integer> pads =
        autoPad == AutoPad.EXPLICIT
            ? node.intAttributes("pads").orElse(Collections.nCopies(2 * rank, 0))
            : Collections.nCopies(2 * rank, 0);
    boolean consistent =
        rank > 0
            && strides.size() == rank
            && dilations.size() == rank
            && pads.size() == 2 * rank
            && kernel.stream().allMatch(k -> k > 0)
            && strides.stream().allMatch(s -> s > 0)
            && dilations.stream().allMatch(d -> d > 0);
    return consistent
        ? Optional.of(new Window(kernel, strides, dilations, pads, autoPad))
        : Optional.empty();
  }

  static Spelling spell(Conv op, Spelling spelling) {
    return spelling.as("Conv", attributes(op.window()).with("group", op.group()));
  }

  static Spelling spell(ConvTranspose op, Spelling spelling) {
    return spelling.as(
        "ConvTranspose",
        attributes(op.window())
            .with("group", op.group())
            .with("output_padding", op.outputPadding()));
  }

  static Spelling spell(Pool pool, Spelling spelling) {
    return switch (pool) {
      case AveragePool op -> spell(op, spelling);
      case LpPool op -> spell(op, spelling);
      case MaxPool op -> spell(op, spelling);
    };
  }

  private static Spelling spell(MaxPool op, Spelling spelling) {
    return spelling.as("MaxPool", pooling(op.window(), op.ceilMode(), spelling, 10));
  }

  private static Spelling spell(AveragePool op, Spelling spelling) {
    return spelling.as(
        "AveragePool",
        pooling(op.window(), op.ceilMode(), spelling, 19)
            .with("count_include_pad", op.countIncludePad() ? 1 : 0));
  }

  private static Spelling.Attributes attributes(Window window) {
    return padding(window)
        .with("dilations", window.dilations())
        .with("kernel_shape", window.kernel())
        .with("strides", window.strides());
  }

  /** Pooling knows rounding up and dilations only from some opset on. */
  private static Spelling.Attributes pooling(
      Window window, boolean ceilMode, Spelling spelling, int dilatedFrom) {
    Spelling.Attributes attributes =
        padding(window).with("kernel_shape", window.kernel()).with("strides", window.strides());
    if (ceilMode) {
      spelling.require("with ceil_mode", 10);
      attributes.with("ceil_mode", 1);
    }
    if (window.dilations().stream().anyMatch(dilation -> dilation != 1)) {
      spelling.require("with dilations", dilatedFrom);
      attributes.with("dilations", window.dilations());
    }
    return attributes;
  }

  private static Spelling.Attributes padding(Window window) {
    return window.autoPad() == AutoPad.EXPLICIT
        ? Spelling.attributes().with("pads", window.pads())
        : Spelling.attributes().with("auto_pad", window.autoPad().name());
  }
}
