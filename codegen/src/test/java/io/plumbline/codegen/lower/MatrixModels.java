package io.plumbline.codegen.lower;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;

/** Matrix products in every form that has an instruction. */
final class MatrixModels {
  private MatrixModels() {}

  static List<NamedModel> all() {
    return List.of(
        new NamedModel("Gemm, float result", gemm()),
        new NamedModel("Gemm with alpha, beta, transposed input", scaledGemm()),
        new NamedModel("Gemm of a flattened image", flattened()),
        new NamedModel("MatMul with bias and Relu on three axes", projected()),
        new NamedModel("MatMul of activations", attention()),
        new NamedModel("MatMul of vectors", vectors()),
        new NamedModel("MatMul of a vector and weights", vectorByWeights()),
        new NamedModel("Gemm of activations", gemmOfActivations(false)),
        new NamedModel("Gemm of activations with an addend", gemmOfActivations(true)),
        new NamedModel("Gemm with an addend for each row", gemmByRow()));
  }

  private static SmallModel gemm() {
    return new SmallModel()
        .input("x", 3, 8)
        .weights("w", 0, 5, 8)
        .constant("b", 5)
        .node("gemm", new Gemm(1, 1, false, true), List.of("x", "w", "b"), "y", 3, 5)
        .quantize("x", 0.05f, 9)
        .integer("gemm")
        .output("y");
  }

  private static SmallModel scaledGemm() {
    return new SmallModel()
        .input("x", 8, 3)
        .weights("w", 1, 8, 5)
        .constant("b", 1, 5)
        .node("gemm", new Gemm(0.5f, 2, true, false), List.of("x", "w", "b"), "g", 3, 5)
        .node("relu", new Unary(UnaryFunction.RELU), "g", "y", 3, 5)
        .quantize("x", 0.05f, 9)
        .quantize("y", 0.02f, -128)
        .integer("gemm", "relu")
        .output("y");
  }

  private static SmallModel flattened() {
    return ConvolutionModels.image()
        .weights("fc", 0, 5, 120)
        .node("flat", new Flatten(1), "h", "f", 1, 120)
        .node("gemm", new Gemm(1, 1, false, true), List.of("f", "fc"), "y", 1, 5)
        .quantize("f", 0.05f, -7)
        .integer("flat")
        .integer("gemm")
        .output("y");
  }

  private static SmallModel projected() {
    return new SmallModel()
        .input("x", 2, 4, 8)
        .weights("w", 1, 8, 6)
        .constant("b", 6)
        .node("matmul", new MatMul(), List.of("x", "w"), "m", 2, 4, 6)
        .node("add", new Binary(BinaryFunction.ADD), List.of("b", "m"), "a", 2, 4, 6)
        .node("relu", new Unary(UnaryFunction.RELU), "a", "y", 2, 4, 6)
        .quantize("x", 0.05f, 9)
        .quantize("y", 0.03f, -128)
        .integer("matmul", "add", "relu")
        .output("y");
  }

  private static SmallModel attention() {
    return new SmallModel()
        .input("a", 2, 3, 4, 8)
        .input("b", 3, 8, 5)
        .node("matmul", new MatMul(), List.of("a", "b"), "y", 2, 3, 4, 5)
        .quantize("a", 0.05f, 9)
        .quantize("b", 0.04f, -3)
        .quantize("y", 0.15f, 4)
        .integer("matmul")
        .output("y");
  }

  private static SmallModel vectors() {
    return new SmallModel()
        .input("a", 3, 8)
        .input("b", 8)
        .node("matmul", new MatMul(), List.of("a", "b"), "y", 3)
        .quantize("a", 0.05f, 9)
        .quantize("b", 0.04f, -3)
        .quantize("y", 0.15f, 4)
        .integer("matmul")
        .output("y");
  }

  private static SmallModel vectorByWeights() {
    return new SmallModel()
        .input("a", 8)
        .weights("w", 1, 8, 6)
        .node("matmul", new MatMul(), List.of("a", "w"), "y", 6)
        .quantize("a", 0.05f, 9)
        .quantize("y", 0.05f, 4)
        .integer("matmul")
        .output("y");
  }

  private static SmallModel gemmOfActivations(boolean added) {
    SmallModel model = new SmallModel().input("a", 8, 3).input("b", 5, 8);
    if (added) {
      model.input("c", 3, 1).quantize("c", 0.02f, 1);
    }
    return model
        .node(
            "gemm",
            new Gemm(0.5f, 2, true, true),
            added ? List.of("a", "b", "c") : List.of("a", "b"),
            "y",
            3,
            5)
        .quantize("a", 0.05f, 9)
        .quantize("b", 0.04f, -3)
        .quantize("y", 0.08f, 4)
        .integer("gemm")
        .output("y");
  }

  private static SmallModel gemmByRow() {
    return new SmallModel()
        .input("x", 3, 8)
        .weights("w", 0, 5, 8)
        .constant("b", 3, 1)
        .node("gemm", new Gemm(1, 0.5f, false, true), List.of("x", "w", "b"), "y", 3, 5)
        .quantize("x", 0.05f, 9)
        .quantize("y", 0.05f, 4)
        .integer("gemm")
        .output("y");
  }
}
