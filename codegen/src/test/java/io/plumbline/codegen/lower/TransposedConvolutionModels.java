package io.plumbline.codegen.lower;

import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import java.util.List;

/** Transposed convolutions with every attribute. */
final class TransposedConvolutionModels {
  private TransposedConvolutionModels() {}

  static List<NamedModel> all() {
    return List.of(
        named("2x2 by 2", square(2, 2, 1, 0), 0, 10, 12),
        named("3x3 by 1", square(3, 1, 1, 1), 0, 5, 6),
        named("3x3 by 2", square(3, 2, 1, 1), 0, 9, 11),
        named("3x3 by 2 with output padding", square(3, 2, 1, 1), 1, 10, 12),
        named("4x4 by 2", square(4, 2, 1, 1), 0, 10, 12),
        named("5x5 by 3", square(5, 3, 1, 2), 1, 14, 17),
        named("2x2 by 3", square(2, 3, 1, 0), 0, 14, 17),
        named("2x2 by 3 with output padding", square(2, 3, 1, 0), 2, 16, 19),
        named("3x3 dilated", square(3, 1, 2, 1), 0, 7, 8),
        named("3x3 dilated by 2", square(3, 2, 2, 2), 1, 10, 12),
        named("deeply padded", square(3, 1, 1, 2), 0, 3, 4),
        named("deeply padded by 2", square(5, 2, 1, 4), 1, 6, 8),
        new NamedModel("ConvTranspose in groups with Relu", grouped()),
        new NamedModel("ConvTranspose depthwise", depthwise()),
        new NamedModel("ConvTranspose same padding", same(Window.AutoPad.SAME_LOWER)),
        new NamedModel("ConvTranspose same padding, upper", same(Window.AutoPad.SAME_UPPER)),
        new NamedModel("ConvTranspose of one axis", oneDimensional()),
        new NamedModel("ConvTranspose to a float output", floating()));
  }

  private static Window square(int kernel, int stride, int dilation, int pad) {
    return new Window(
        List.of(kernel, kernel),
        List.of(stride, stride),
        List.of(dilation, dilation),
        List.of(pad, pad, pad, pad),
        Window.AutoPad.EXPLICIT);
  }

  private static NamedModel named(
      String name, Window window, int outputPadding, long height, long width) {
    int kernel = window.kernel().getFirst();
    var op = new ConvTranspose(window, List.of(outputPadding, outputPadding), 1);
    return new NamedModel(
        "ConvTranspose " + name,
        ConvolutionModels.image()
            .weights("w", 1, 4, 3, kernel, kernel)
            .constant("b", 3)
            .node("conv", op, List.of("h", "w", "b"), "y", 1, 3, height, width)
            .quantize("y", 0.06f, 1)
            .integer("conv")
            .output("y"));
  }

  private static SmallModel grouped() {
    return ConvolutionModels.image()
        .weights("w", 1, 4, 3, 3, 3)
        .constant("b", 6)
        .node(
            "conv",
            new ConvTranspose(square(3, 2, 1, 1), List.of(1, 0), 2),
            List.of("h", "w", "b"),
            "c",
            1,
            6,
            10,
            11)
        .node("relu", new Unary(UnaryFunction.RELU), "c", "y", 1, 6, 10, 11)
        .quantize("y", 0.03f, -128)
        .integer("conv", "relu")
        .output("y");
  }

  private static SmallModel depthwise() {
    return ConvolutionModels.image()
        .weights("w", 1, 4, 1, 4, 4)
        .node(
            "conv",
            new ConvTranspose(square(4, 2, 1, 1), List.of(0, 0), 4),
            List.of("h", "w"),
            "y",
            1,
            4,
            10,
            12)
        .quantize("y", 0.03f, 8)
        .integer("conv")
        .output("y");
  }

  private static SmallModel same(Window.AutoPad autoPad) {
    Window window =
        new Window(List.of(4, 3), List.of(1, 2), List.of(1, 1), List.of(0, 0, 0, 0), autoPad);
    return ConvolutionModels.image()
        .weights("w", 1, 4, 2, 4, 3)
        .node(
            "conv",
            new ConvTranspose(window, List.of(0, 0), 1),
            List.of("h", "w"),
            "y",
            1,
            2,
            5,
            12)
        .quantize("y", 0.05f, 8)
        .integer("conv")
        .output("y");
  }

  private static SmallModel oneDimensional() {
    Window window =
        new Window(List.of(3), List.of(2), List.of(1), List.of(1, 0), Window.AutoPad.EXPLICIT);
    return new SmallModel()
        .input("x", 2, 3, 9)
        .weights("w", 1, 3, 4, 3)
        .constant("b", 4)
        .node(
            "conv", new ConvTranspose(window, List.of(0), 1), List.of("x", "w", "b"), "y", 2, 4, 18)
        .quantize("x", 0.04f, 11)
        .quantize("y", 0.03f, 2)
        .integer("conv")
        .output("y");
  }

  private static SmallModel floating() {
    return ConvolutionModels.image()
        .weights("w", 1, 4, 2, 3, 3)
        .node(
            "conv",
            new ConvTranspose(square(3, 2, 1, 1), List.of(0, 0), 1),
            List.of("h", "w"),
            "y",
            1,
            2,
            9,
            11)
        .integer("conv")
        .output("y");
  }
}
