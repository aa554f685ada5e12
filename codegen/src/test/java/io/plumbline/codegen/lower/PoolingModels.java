package io.plumbline.codegen.lower;

import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.LpPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Window;
import java.util.List;

/** Pooling and means. */
final class PoolingModels {
  private PoolingModels() {}

  static List<NamedModel> all() {
    return List.of(
        new NamedModel("MaxPool", maxPool(false)),
        new NamedModel("MaxPool with rounded up extents", maxPool(true)),
        new NamedModel("MaxPool to other parameters", requantizedMaxPool()),
        new NamedModel("LpPool", lpPool()),
        new NamedModel("AveragePool", averagePool(false)),
        new NamedModel("AveragePool counting padding", averagePool(true)),
        new NamedModel("AveragePool with rounded up extents", overhangingAveragePool()),
        new NamedModel("pooling of one spatial axis", oneDimensional()),
        new NamedModel("GlobalAveragePool", globalAverage()),
        new NamedModel("GlobalMaxPool", globalMax()),
        new NamedModel("ReduceMean of positions", positions(true)),
        new NamedModel("ReduceMean of positions, dropped", positions(false)),
        new NamedModel("ReduceMean of channels, dropped", channels()),
        new NamedModel("ReduceMean of tokens", tokens()));
  }

  private static SmallModel maxPool(boolean ceil) {
    long height = ceil ? 3 : 2;
    return ConvolutionModels.image()
        .node(
            "pool", new MaxPool(ConvolutionModels.square(2, 2, 0), ceil), "h", "y", 1, 4, height, 3)
        .quantize("y", 0.05f, -7)
        .integer("pool")
        .output("y");
  }

  private static SmallModel requantizedMaxPool() {
    return ConvolutionModels.image()
        .node("pool", new MaxPool(ConvolutionModels.square(3, 1, 1), false), "h", "y", 1, 4, 5, 6)
        .quantize("y", 0.03f, 20)
        .integer("pool")
        .output("y");
  }

  private static SmallModel lpPool() {
    return ConvolutionModels.image()
        .node("pool", new LpPool(ConvolutionModels.square(3, 2, 1), false, 2), "h", "y", 1, 4, 3, 3)
        .quantize("y", 0.05f, -60)
        .integer("pool")
        .output("y");
  }

  private static SmallModel averagePool(boolean countIncludePad) {
    return ConvolutionModels.image()
        .node(
            "pool",
            new AveragePool(ConvolutionModels.square(3, 2, 1), false, countIncludePad),
            "h",
            "y",
            1,
            4,
            3,
            3)
        .quantize("y", 0.02f, 3)
        .integer("pool")
        .output("y");
  }

  private static SmallModel overhangingAveragePool() {
    return ConvolutionModels.image()
        .node(
            "pool",
            new AveragePool(ConvolutionModels.square(2, 2, 0), true, false),
            "h",
            "y",
            1,
            4,
            3,
            3)
        .quantize("y", 0.02f, 3)
        .integer("pool")
        .output("y");
  }

  private static SmallModel oneDimensional() {
    Window window =
        new Window(List.of(3), List.of(2), List.of(1), List.of(1, 1), Window.AutoPad.EXPLICIT);
    return new SmallModel()
        .input("x", 2, 3, 9)
        .node("max", new MaxPool(window, false), "x", "m", 2, 3, 5)
        .node("mean", new AveragePool(window, false, false), "m", "y", 2, 3, 3)
        .quantize("x", 0.04f, 3)
        .quantize("m", 0.04f, 3)
        .quantize("y", 0.02f, 3)
        .integer("max")
        .integer("mean")
        .output("y");
  }

  private static SmallModel globalAverage() {
    return ConvolutionModels.image()
        .node("pool", new GlobalAveragePool(), "h", "y", 1, 4, 1, 1)
        .quantize("y", 0.01f, -3)
        .integer("pool")
        .output("y");
  }

  private static SmallModel globalMax() {
    return ConvolutionModels.image()
        .node("pool", new GlobalMaxPool(), "h", "y", 1, 4, 1, 1)
        .integer("pool")
        .output("y");
  }

  private static SmallModel positions(boolean keepDims) {
    SmallModel model = ConvolutionModels.image();
    ReduceMean op = new ReduceMean(List.of(-1, 2), keepDims);
    (keepDims
            ? model.node("mean", op, "h", "y", 1, 4, 1, 1)
            : model.node("mean", op, "h", "y", 1, 4))
        .quantize("y", 0.01f, -3)
        .integer("mean")
        .output("y");
    return model;
  }

  private static SmallModel channels() {
    return ConvolutionModels.image()
        .node("mean", new ReduceMean(List.of(2), false), "h", "y", 1, 4, 6)
        .quantize("y", 0.02f, -3)
        .integer("mean")
        .output("y");
  }

  private static SmallModel tokens() {
    return new SmallModel()
        .input("x", 2, 5, 7)
        .node("mean", new ReduceMean(List.of(1), false), "x", "y", 2, 7)
        .quantize("x", 0.04f, 3)
        .quantize("y", 0.02f, -3)
        .integer("mean")
        .output("y");
  }
}
