package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Gemm and MatMul, with weights or of two values. */
final class Products implements Family {
  @Override
  public void grow(Sketch sketch) {
    switch (sketch.number(0, 2)) {
      case 0 -> sketch.pick(value -> value.rank() >= 2).ifPresent(value -> gemm(sketch, value));
      case 1 -> sketch.pickOfRank(2, 4).ifPresent(value -> weighted(sketch, value));
      default -> sketch.pickOfRank(2, 4).ifPresent(value -> ofItself(sketch, value));
    }
  }

  private static void gemm(Sketch sketch, Value value) {
    Shape shape = value.shape();
    Value matrix = value;
    if (value.rank() != 2) {
      long rows = shape.dim(0);
      matrix =
          sketch.add(
              new Flatten(1), List.of(value.name()), Shape.of(rows, shape.elements() / rows));
    }
    boolean left = sketch.chance(0.15);
    boolean right = sketch.chance(0.5);
    long depth = matrix.shape().dim(left ? 0 : 1);
    if (depth > 600) {
      return;
    }
    int width = sketch.number(1, 11);
    List<String> operands = new ArrayList<>(List.of(matrix.name()));
    Shape weights = right ? Shape.of(width, depth) : Shape.of(depth, width);
    operands.add(sketch.weights(weights, 1 / StrictMath.sqrt((double) depth)));
    if (sketch.chance(0.7) || sketch.opset() < 11) {
      operands.add(sketch.constant(Shape.of(width), 0.3));
    }
    float alpha = sketch.chance(0.2) ? 0.5f : 1;
    float beta = sketch.chance(0.2) ? 0.7f : 1;
    Value sum =
        sketch.add(
            new Gemm(alpha, beta, left, right),
            operands,
            Shape.of(matrix.shape().dim(left ? 1 : 0), width));
    if (sketch.chance(0.4)) {
      sketch.add(new Unary(UnaryFunction.RELU), List.of(sum.name()), sum.shape());
    }
  }

  private static void weighted(Sketch sketch, Value value) {
    long depth = value.shape().dim(-1);
    int width = sketch.number(1, 9);
    Value product =
        sketch.add(
            new MatMul(),
            List.of(
                value.name(),
                sketch.weights(Shape.of(depth, width), 1 / StrictMath.sqrt((double) depth))),
            value.shape().with(-1, width));
    if (sketch.chance(0.6)) {
      sketch.add(
          new Binary(BinaryFunction.ADD),
          List.of(product.name(), sketch.constant(Shape.of(width), 0.3)),
          product.shape());
    }
  }

  /** A value times its transpose, as in attention. */
  private static void ofItself(Sketch sketch, Value value) {
    int rank = value.rank();
    long rows = value.shape().dim(-2);
    long depth = value.shape().dim(-1);
    if (rows > 40 || depth > 200) {
      return;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    order.set(rank - 1, rank - 2);
    order.set(rank - 2, rank - 1);
    Value turned =
        sketch.add(
            new Transpose(order),
            List.of(value.name()),
            value.shape().with(-1, rows).with(-2, depth));
    Value product =
        sketch.add(
            new MatMul(), List.of(value.name(), turned.name()), value.shape().with(-1, rows));
    sketch.add(
        new Binary(BinaryFunction.MUL),
        List.of(
            product.name(),
            sketch.constant(
                io.plumbline.tensor.Tensor.scalar((float) (1 / StrictMath.sqrt((double) depth))))),
        product.shape());
  }
}
