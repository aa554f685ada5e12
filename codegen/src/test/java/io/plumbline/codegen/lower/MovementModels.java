package io.plumbline.codegen.lower;

import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** Ops that move elements, on channels-last and plain values. */
final class MovementModels {
  private MovementModels() {}

  static List<NamedModel> all() {
    return List.of(
        new NamedModel("Concat of channels with different parameters", concat()),
        new NamedModel("Concat with a constant", concatConstant()),
        new NamedModel("Concat of rows, parameters carried", concatCarried()),
        new NamedModel("Slice backwards", slice()),
        new NamedModel("Split of channels", split()),
        new NamedModel("Pad with zero", pad(0)),
        new NamedModel("Pad with a number", pad(0.6f)),
        new NamedModel("Gather of channels", gather()),
        new NamedModel("Gather of a scalar index", gatherScalar()),
        new NamedModel("Transpose to plain channels-last", transpose()),
        new NamedModel("Transpose of a plain value", transposePlain()),
        new NamedModel("Reshape to tokens", tokens()),
        new NamedModel("Reshape keeping channels", keepChannels()),
        new NamedModel("Squeeze and Unsqueeze", squeeze()),
        new NamedModel("Identity of an input", identity()));
  }

  private static SmallModel concat() {
    return ConvolutionModels.image()
        .input("z", 1, 2, 5, 6)
        .node("concat", new Concat(1), List.of("h", "z", "h"), "y", 1, 10, 5, 6)
        .quantize("z", 0.02f, 5)
        .quantize("y", 0.05f, -7)
        .integer("concat")
        .output("y");
  }

  private static SmallModel concatConstant() {
    return new SmallModel()
        .input("x", 1, 4, 6)
        .constant("k", 1, 1, 6)
        .node("concat", new Concat(1), List.of("k", "x"), "y", 1, 5, 6)
        .quantize("x", 0.03f, 2)
        .quantize("y", 0.03f, 2)
        .integer("concat")
        .output("y");
  }

  private static SmallModel concatCarried() {
    return ConvolutionModels.image()
        .node("concat", new Concat(-2), List.of("h", "h"), "y", 1, 4, 10, 6)
        .integer("concat")
        .output("y");
  }

  private static SmallModel slice() {
    return ConvolutionModels.image()
        .node(
            "slice",
            new Slice(List.of(-1L, 1L), List.of(-100L, 9L), List.of(2, 1), List.of(-2L, 1L)),
            "h",
            "y",
            1,
            3,
            3,
            6)
        .quantize("y", 0.05f, -7)
        .integer("slice")
        .output("y");
  }

  private static SmallModel split() {
    return ConvolutionModels.image()
        .nodeOfMany("split", new Split(1, List.of(1L, 3L)), List.of("h"), List.of("y", "z"))
        .value("y", 1, 1, 5, 6)
        .value("z", 1, 3, 5, 6)
        .quantize("y", 0.05f, -7)
        .quantize("z", 0.07f, 1)
        .integer("split")
        .output("y")
        .output("z");
  }

  private static SmallModel pad(float value) {
    return ConvolutionModels.image()
        .node("pad", Pad.constant(List.of(0, 1, 2, 0, 0, 0, 1, 3), value), "h", "y", 1, 5, 8, 9)
        .quantize("y", 0.05f, -7)
        .integer("pad")
        .output("y");
  }

  private static SmallModel gather() {
    return ConvolutionModels.image()
        .constant("i", Tensor.of(Shape.of(3), 3L, -4L, 1L))
        .node("gather", new Gather(1), List.of("h", "i"), "y", 1, 3, 5, 6)
        .quantize("y", 0.05f, -7)
        .integer("gather")
        .output("y");
  }

  private static SmallModel gatherScalar() {
    return ConvolutionModels.image()
        .constant("i", Tensor.of(Shape.of(), 2L))
        .node("gather", new Gather(2), List.of("h", "i"), "y", 1, 4, 6)
        .integer("gather")
        .output("y");
  }

  private static SmallModel transpose() {
    return ConvolutionModels.image()
        .node("t", new Transpose(List.of(0, 2, 3, 1)), "h", "y", 1, 5, 6, 4)
        .quantize("y", 0.05f, -7)
        .integer("t")
        .output("y");
  }

  private static SmallModel transposePlain() {
    return new SmallModel()
        .input("x", 2, 3, 4)
        .node("t", new Transpose(List.of(2, 0, 1)), "x", "y", 4, 2, 3)
        .quantize("x", 0.05f, -7)
        .quantize("y", 0.05f, -7)
        .integer("t")
        .output("y");
  }

  private static SmallModel tokens() {
    return ConvolutionModels.image()
        .node("r", new Reshape(List.of(0L, 4L, -1L), false), "h", "f", 1, 4, 30)
        .node("t", new Transpose(List.of(0, 2, 1)), "f", "y", 1, 30, 4)
        .integer("r")
        .integer("t")
        .output("y");
  }

  private static SmallModel keepChannels() {
    return ConvolutionModels.image()
        .node("r", new Reshape(List.of(1L, 4L, 3L, 10L), false), "h", "y", 1, 4, 3, 10)
        .quantize("y", 0.05f, -7)
        .integer("r")
        .output("y");
  }

  private static SmallModel squeeze() {
    return ConvolutionModels.image()
        .node("s", new Squeeze(List.of(0)), "h", "s1", 4, 5, 6)
        .node("u", new Unsqueeze(List.of(1, -1)), "s1", "y", 4, 1, 5, 6, 1)
        .integer("s")
        .integer("u")
        .output("y");
  }

  private static SmallModel identity() {
    return new SmallModel()
        .input("x", 2, 3)
        .node("i", new Identity(), "x", "y", 2, 3)
        .floating("i")
        .output("y")
        .output("x");
  }
}
