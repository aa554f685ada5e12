package io.plumbline.codegen.lower;

import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import java.util.List;

/** Windows of three spatial axes, and means that need more than one instruction. */
final class VolumeModels {
  private VolumeModels() {}

  private static final Window CUBE =
      new Window(
          List.of(3, 2, 3),
          List.of(1, 2, 1),
          List.of(1, 1, 2),
          List.of(1, 0, 2, 0, 1, 1),
          Window.AutoPad.EXPLICIT);

  static List<NamedModel> all() {
    return List.of(
        new NamedModel("Conv of three axes with Relu", conv(1)),
        new NamedModel("Conv of three axes in groups", conv(2)),
        new NamedModel("Conv of three axes, depthwise, float output", depthwise()),
        new NamedModel("MaxPool of three axes", pool(new MaxPool(CUBE, false), 4, 3, 5)),
        new NamedModel(
            "AveragePool of three axes", pool(new AveragePool(CUBE, false, false), 4, 3, 5)),
        new NamedModel(
            "AveragePool of three axes counting padding",
            pool(new AveragePool(CUBE, false, true), 4, 3, 5)),
        new NamedModel("GlobalMaxPool of three axes", pool(new GlobalMaxPool(), 1, 1, 1)),
        new NamedModel("AveragePool that overhangs counted padding", overhanging()));
  }

  private static SmallModel volume() {
    return new SmallModel().input("x", 2, 4, 5, 6, 6).quantize("x", 0.04f, 11);
  }

  private static SmallModel conv(int groups) {
    return volume()
        .weights("w", 0, 6, 4 / groups, 3, 2, 3)
        .constant("b", 6)
        .node("conv", new Conv(CUBE, groups), List.of("x", "w", "b"), "c", 2, 6, 4, 3, 5)
        .node("relu", new Unary(UnaryFunction.RELU), "c", "y", 2, 6, 4, 3, 5)
        .quantize("y", 0.06f, -128)
        .integer("conv", "relu")
        .output("y");
  }

  private static SmallModel depthwise() {
    return volume()
        .weights("w", 0, 4, 1, 3, 2, 3)
        .node("conv", new Conv(CUBE, 4), List.of("x", "w"), "y", 2, 4, 4, 3, 5)
        .integer("conv")
        .output("y");
  }

  private static SmallModel pool(Op op, long... dims) {
    return volume()
        .node("pool", op, "x", "y", 2, 4, dims[0], dims[1], dims[2])
        .quantize("y", 0.04f, 11)
        .integer("pool")
        .output("y");
  }

  private static SmallModel overhanging() {
    return ConvolutionModels.image()
        .node(
            "pool",
            new AveragePool(ConvolutionModels.square(3, 2, 1), true, true),
            "h",
            "y",
            1,
            4,
            3,
            4)
        .quantize("y", 0.02f, 3)
        .integer("pool")
        .output("y");
  }
}
