package io.plumbline.codegen.lower;

import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Celu;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.PRelu;
import io.plumbline.graph.op.Selu;
import io.plumbline.graph.op.Shrink;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.ThresholdedRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Element-wise ops, softmax and normalisation. */
final class ElementwiseModels {
  private ElementwiseModels() {}

  static List<NamedModel> all() {
    List<NamedModel> models = new ArrayList<>();
    List<UnaryOp> functions = new ArrayList<>();
    for (UnaryFunction function : UnaryFunction.values()) {
      switch (function) {
        case ACOS, ASIN, ATANH -> models.add(partial(function, -1, 1));
        case ACOSH -> models.add(partial(function, 1, 3));
        case LOG -> models.add(partial(function, 0.1f, 4));
        case RECIPROCAL -> models.add(partial(function, -4, -0.1f));
        case SQRT -> models.add(partial(function, 0, 4));
        default -> functions.add(new Unary(function));
      }
    }
    functions.addAll(
        List.of(
            new Celu(0.8f),
            new Clip(-0.5f, 1.25f),
            new Elu(0.7f),
            new HardSigmoid(0.2f, 0.5f),
            new LeakyRelu(0.1f),
            new Selu(1.5f, 1.1f),
            new Shrink(0.3f, 0.1f),
            new ThresholdedRelu(0.3f)));
    functions.forEach(op -> models.add(new NamedModel(op.type(), unary(op))));
    for (BinaryFunction function : BinaryFunction.values()) {
      if (function != BinaryFunction.POW) {
        models.add(new NamedModel(function + " of two values", binary(function)));
        models.add(new NamedModel(function + " with a number", withNumber(function)));
      }
    }
    models.add(new NamedModel("square", square()));
    models.add(new NamedModel("gate of channels", gate()));
    models.add(new NamedModel("channel constant", channelConstant()));
    models.add(new NamedModel("lower rank operand", lowerRank()));
    models.add(new NamedModel("Relu in float", floatRelu()));
    models.add(new NamedModel("BatchNormalization", batchNormalization()));
    models.add(new NamedModel("PRelu", pRelu()));
    models.add(new NamedModel("Softmax of the last axis", softmax(-1)));
    models.add(new NamedModel("Softmax of a middle axis", softmax(1)));
    models.add(new NamedModel("Softmax of channels", channelSoftmax()));
    models.add(new NamedModel("Softmax of several axes", softmaxOfSeveralAxes()));
    models.add(new NamedModel("LogSoftmax to float", logSoftmax()));
    models.add(new NamedModel("LayerNormalization", layerNormalization()));
    return models;
  }

  private static SmallModel unary(UnaryOp op) {
    return ConvolutionModels.image()
        .node("f", op, "h", "y", 1, 4, 5, 6)
        .quantize("y", 0.03f, -5)
        .integer("f")
        .output("y");
  }

  /** A function on the part of its domain where it has values. */
  private static NamedModel partial(UnaryFunction function, float low, float high) {
    SmallModel model =
        new SmallModel()
            .input("x", 3, 40)
            .node("clip", new Clip(low, high), "x", "c", 3, 40)
            .node("f", new Unary(function), "c", "y", 3, 40)
            .quantize("x", 0.05f, -7)
            .quantize("c", (high > 1 || low < -1 ? 4 : 1) / 127f, 0)
            .quantize("y", 0.03f, -5)
            .integer("clip")
            .integer("f")
            .output("y");
    return new NamedModel(function.onnxType(), model);
  }

  private static SmallModel binary(BinaryFunction function) {
    return new SmallModel()
        .input("a", 2, 3, 4)
        .input("b", 3, 1)
        .node("f", new Binary(function), List.of("a", "b"), "g", 2, 3, 4)
        .node("relu", new Unary(UnaryFunction.RELU), "g", "y", 2, 3, 4)
        .quantize("a", 0.03f, 5)
        .quantize("b", 0.04f, -128)
        .quantize("y", 0.05f, -100)
        .integer("f", "relu")
        .output("y");
  }

  private static SmallModel withNumber(BinaryFunction function) {
    return ConvolutionModels.image()
        .constant("k", Tensor.of(Shape.of(1), 1.75f))
        .node("f", new Binary(function), List.of("h", "k"), "g", 1, 4, 5, 6)
        .node("r", new Binary(function), List.of("k", "g"), "y", 1, 4, 5, 6)
        .quantize("g", 0.05f, 5)
        .quantize("y", 0.06f, 6)
        .integer("f")
        .integer("r")
        .output("y");
  }

  private static SmallModel square() {
    return ConvolutionModels.image()
        .constant("k", Tensor.scalar(2))
        .node("f", new Binary(BinaryFunction.POW), List.of("h", "k"), "y", 1, 4, 5, 6)
        .quantize("y", 0.1f, -128)
        .integer("f")
        .output("y");
  }

  private static SmallModel gate() {
    return ConvolutionModels.image()
        .input("g", 1, 4, 1, 1)
        .node("mul", new Binary(BinaryFunction.MUL), List.of("g", "h"), "y", 1, 4, 5, 6)
        .quantize("g", 0.01f, -128)
        .quantize("y", 0.04f, 0)
        .integer("mul")
        .output("y");
  }

  private static SmallModel channelConstant() {
    return ConvolutionModels.image()
        .constant("k", 4, 1, 1)
        .constant("j", 6)
        .node("mul", new Binary(BinaryFunction.MUL), List.of("h", "k"), "m", 1, 4, 5, 6)
        .node("add", new Binary(BinaryFunction.ADD), List.of("j", "m"), "y", 1, 4, 5, 6)
        .quantize("k", 1 / 127f, 0)
        .quantize("m", 0.04f, 0)
        .quantize("y", 0.04f, 0)
        .integer("mul")
        .integer("add")
        .output("y");
  }

  private static SmallModel lowerRank() {
    return ConvolutionModels.image()
        .input("g", 4, 1, 6)
        .node("sub", new Binary(BinaryFunction.SUB), List.of("g", "h"), "y", 1, 4, 5, 6)
        .quantize("g", 0.03f, 1)
        .quantize("y", 0.04f, 0)
        .integer("sub")
        .output("y");
  }

  private static SmallModel floatRelu() {
    return ConvolutionModels.image()
        .node("relu", new Unary(UnaryFunction.RELU), "h", "y", 1, 4, 5, 6)
        .floating("relu")
        .output("y");
  }

  private static SmallModel batchNormalization() {
    return ConvolutionModels.image()
        .constant("s", 4)
        .constant("o", 4)
        .constant("m", 4)
        .constant("v", Tensor.of(Shape.of(4), 0.5f, 1, 1.5f, 2))
        .node(
            "bn", new BatchNormalization(1e-5f), List.of("h", "s", "o", "m", "v"), "y", 1, 4, 5, 6)
        .quantize("y", 0.04f, 0)
        .integer("bn")
        .output("y");
  }

  private static SmallModel pRelu() {
    return ConvolutionModels.image()
        .constant("slope", 4, 1, 1)
        .node("prelu", new PRelu(), List.of("h", "slope"), "y", 1, 4, 5, 6)
        .quantize("y", 0.04f, -30)
        .integer("prelu")
        .output("y");
  }

  private static SmallModel softmax(int axis) {
    return new SmallModel()
        .input("x", 2, 5, 7)
        .node("softmax", new Softmax(axis), "x", "y", 2, 5, 7)
        .quantize("x", 0.05f, 3)
        .quantize("y", 1 / 255f, -128)
        .integer("softmax")
        .output("y");
  }

  private static SmallModel channelSoftmax() {
    return ConvolutionModels.image()
        .node("softmax", new Softmax(1), "h", "y", 1, 4, 5, 6)
        .quantize("y", 1 / 255f, -128)
        .integer("softmax")
        .output("y");
  }

  private static SmallModel logSoftmax() {
    return new SmallModel()
        .input("x", 2, 5)
        .node("softmax", new LogSoftmax(1), "x", "y", 2, 5)
        .floating("softmax")
        .output("y");
  }

  private static SmallModel layerNormalization() {
    return new SmallModel()
        .input("x", 2, 5, 8)
        .constant("s", 8)
        .constant("o", 8)
        .node("norm", new LayerNormalization(-1, 1e-5f), List.of("x", "s", "o"), "y", 2, 5, 8)
        .quantize("x", 0.05f, 3)
        .quantize("y", 0.02f, 1)
        .integer("norm")
        .output("y");
  }

  /** Read at opset 11; the QDQ graph is of a newer one. */
  private static SmallModel softmaxOfSeveralAxes() {
    return new SmallModel()
        .input("x", 2, 3, 4)
        .node("softmax", new FlattenedSoftmax(1, false), "x", "y", 2, 3, 4)
        .quantize("x", 0.05f, 9)
        .quantize("y", 1 / 255f, -128)
        .integer("softmax")
        .output("y");
  }
}
