package io.plumbline.codegen.lower;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** Convolutions in every form that has an instruction. */
final class ConvolutionModels {
  private ConvolutionModels() {}

  static Window square(int kernel, int stride, int pad) {
    return new Window(
        List.of(kernel, kernel),
        List.of(stride, stride),
        List.of(1, 1),
        List.of(pad, pad, pad, pad),
        Window.AutoPad.EXPLICIT);
  }

  /** A model whose value {@code h}, [1, 4, 5, 6], is quantized and stored channels-last. */
  static SmallModel image() {
    return new SmallModel()
        .input("x", 1, 4, 5, 6)
        .node("first", new MaxPool(square(1, 1, 0), false), "x", "h", 1, 4, 5, 6)
        .quantize("x", 0.05f, -7)
        .quantize("h", 0.05f, -7)
        .integer("first");
  }

  static List<NamedModel> all() {
    return List.of(
        new NamedModel("padded with Relu", padded()),
        new NamedModel("with Silu", function(new Unary(UnaryFunction.SILU), 0.02f, -110)),
        new NamedModel(
            "with HardSwish", function(new Unary(UnaryFunction.HARD_SWISH), 0.02f, -100)),
        new NamedModel("with Sigmoid", function(new Unary(UnaryFunction.SIGMOID), 1f / 255, -128)),
        new NamedModel("with LeakyRelu", function(new LeakyRelu(0.1f), 0.02f, -90)),
        new NamedModel("with Silu and factors", scaledFunction()),
        new NamedModel("float result", floatResult()),
        new NamedModel("depthwise, strided, Clip", depthwise()),
        new NamedModel("grouped without bias", grouped()),
        new NamedModel("one spatial axis", oneDimensional()),
        new NamedModel("same padding", samePadding()));
  }

  private static SmallModel padded() {
    return new SmallModel()
        .input("x", 2, 3, 5, 7)
        .weights("w", 0, 4, 3, 3, 3)
        .constant("b", 4)
        .node("conv", new Conv(square(3, 1, 1), 1), List.of("x", "w", "b"), "c", 2, 4, 5, 7)
        .node("relu", new Unary(UnaryFunction.RELU), "c", "y", 2, 4, 5, 7)
        .quantize("x", 0.04f, 11)
        .quantize("y", 0.03f, -128)
        .integer("conv", "relu")
        .output("y");
  }

  private static SmallModel function(Op function, float scale, int zeroPoint) {
    return new SmallModel()
        .input("x", 2, 3, 5, 7)
        .weights("w", 0, 4, 3, 3, 3)
        .constant("b", 4)
        .node("conv", new Conv(square(3, 1, 1), 1), List.of("x", "w", "b"), "c", 2, 4, 5, 7)
        .node("function", function, "c", "y", 2, 4, 5, 7)
        .quantize("x", 0.04f, 11)
        .quantize("y", scale, zeroPoint)
        .integer("conv", "function")
        .output("y");
  }

  private static SmallModel scaledFunction() {
    return new SmallModel()
        .input("x", 2, 3, 5, 7)
        .weights("w", 0, 4, 3, 3, 3)
        .constant("b", 4)
        .constant("f", Tensor.of(Shape.of(4, 1, 1), new float[] {1, 8, 0.5f, 8}))
        .node("conv", new Conv(square(3, 1, 1), 1), List.of("x", "w", "b"), "c", 2, 4, 5, 7)
        .node("function", new Unary(UnaryFunction.SILU), "c", "s", 2, 4, 5, 7)
        .node("factors", new Binary(BinaryFunction.MUL), List.of("s", "f"), "y", 2, 4, 5, 7)
        .quantize("x", 0.04f, 11)
        .quantize("y", 0.05f, -100)
        .integer("conv", "function", "factors")
        .output("y");
  }

  private static SmallModel floatResult() {
    return new SmallModel()
        .input("x", 1, 3, 4, 4)
        .weights("w", 0, 5, 3, 3, 3)
        .node("conv", new Conv(square(3, 1, 0), 1), List.of("x", "w"), "y", 1, 5, 2, 2)
        .quantize("x", 0.04f, 11)
        .integer("conv")
        .output("y");
  }

  private static SmallModel depthwise() {
    return image()
        .weights("dw", 0, 4, 1, 3, 3)
        .constant("db", 4)
        .node("conv", new Conv(square(3, 2, 1), 4), List.of("h", "dw", "db"), "c", 1, 4, 3, 3)
        .node("clip", new Clip(0, 6), "c", "y", 1, 4, 3, 3)
        .quantize("y", 6f / 255, -128)
        .integer("conv", "clip")
        .output("y");
  }

  private static SmallModel grouped() {
    return image()
        .weights("gw", 0, 6, 2, 3, 3)
        .node("conv", new Conv(square(3, 1, 1), 2), List.of("h", "gw"), "y", 1, 6, 5, 6)
        .quantize("y", 0.06f, 1)
        .integer("conv")
        .output("y");
  }

  private static SmallModel oneDimensional() {
    Window window =
        new Window(List.of(3), List.of(2), List.of(1), List.of(1, 0), Window.AutoPad.EXPLICIT);
    return new SmallModel()
        .input("x", 2, 3, 9)
        .weights("w", 0, 4, 3, 3)
        .constant("b", 4)
        .node("conv", new Conv(window, 1), List.of("x", "w", "b"), "y", 2, 4, 4)
        .quantize("x", 0.04f, 11)
        .quantize("y", 0.03f, 2)
        .integer("conv")
        .output("y");
  }

  private static SmallModel samePadding() {
    Window window =
        new Window(
            List.of(3, 2),
            List.of(1, 2),
            List.of(1, 1),
            List.of(0, 0, 0, 0),
            Window.AutoPad.SAME_UPPER);
    return new SmallModel()
        .input("x", 1, 2, 6, 5)
        .weights("w", 0, 3, 2, 3, 2)
        .node("conv", new Conv(window, 1), List.of("x", "w"), "y", 1, 3, 6, 3)
        .quantize("x", 0.04f, -20)
        .quantize("y", 0.03f, 2)
        .integer("conv")
        .output("y");
  }
}
