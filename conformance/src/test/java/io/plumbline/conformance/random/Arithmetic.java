package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.PRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Arithmetic of two values or of a value and a constant, broadcast. */
final class Arithmetic implements Family {
  private static final List<BinaryFunction> SAFE =
      List.of(
          BinaryFunction.ADD,
          BinaryFunction.ADD,
          BinaryFunction.SUB,
          BinaryFunction.MUL,
          BinaryFunction.MIN,
          BinaryFunction.MAX);

  @Override
  public void grow(Sketch sketch) {
    sketch.pick(value -> true).ifPresent(value -> add(sketch, value));
  }

  private static void add(Sketch sketch, Value value) {
    switch (sketch.number(0, 9)) {
      case 0 -> divide(sketch, value);
      case 1 -> power(sketch, value);
      case 2 -> bend(sketch, value);
      case 3 -> several(sketch, value);
      case 4, 5, 6 -> withConstant(sketch, value);
      default -> withValue(sketch, value);
    }
  }

  private static void withConstant(Sketch sketch, Value value) {
    String constant = sketch.constant(operand(sketch, value.shape()), 0.2, 0.8);
    Binary op = new Binary(sketch.any(SAFE));
    List<String> operands =
        sketch.chance(0.3) ? List.of(constant, value.name()) : List.of(value.name(), constant);
    sketch.add(op, operands, value.shape());
  }

  /** One number, one for each channel, one row, or all of them. */
  private static Shape operand(Sketch sketch, Shape shape) {
    long[] dims = new long[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    return switch (sketch.number(0, 3)) {
      case 0 -> Shape.of();
      case 1 -> shape.rank() == 0 ? Shape.of() : Shape.of(shape.dim(-1));
      case 2 -> {
        if (shape.rank() >= 2) {
          dims[1] = shape.dim(1);
        }
        yield Shape.of(dims);
      }
      default -> shape;
    };
  }

  private static void withValue(Sketch sketch, Value value) {
    Optional<Value> other = sketch.pick(found -> broadcasts(found.shape(), value.shape()));
    other.ifPresent(
        found ->
            sketch.add(
                new Binary(sketch.any(SAFE)),
                sketch.chance(0.5)
                    ? List.of(value.name(), found.name())
                    : List.of(found.name(), value.name()),
                value.shape()));
  }

  /** Whether a shape spreads over another one without making it larger. */
  private static boolean broadcasts(Shape small, Shape large) {
    for (int back = 1; back <= small.rank(); back++) {
      if (back > large.rank() || (small.dim(-back) != 1 && small.dim(-back) != large.dim(-back))) {
        return false;
      }
    }
    return true;
  }

  private static void divide(Sketch sketch, Value value) {
    if (sketch.chance(0.5)) {
      String divisor = sketch.constantBetween(operand(sketch, value.shape()), 0.5, 3);
      sketch.add(new Binary(BinaryFunction.DIV), List.of(value.name(), divisor), value.shape());
    } else {
      Value limited = sketch.add(new Clip(0.5f, 4), List.of(value.name()), value.shape());
      sketch.add(
          new Binary(BinaryFunction.DIV), List.of(value.name(), limited.name()), value.shape());
    }
  }

  private static void power(Sketch sketch, Value value) {
    Value positive = sketch.add(new Unary(UnaryFunction.ABS), List.of(value.name()), value.shape());
    Value limited = sketch.add(new Clip(0, 4), List.of(positive.name()), value.shape());
    String exponent =
        sketch.constant(io.plumbline.tensor.Tensor.scalar(sketch.any(List.of(2f, 3f, 0.5f, 1.5f))));
    sketch.add(new Binary(BinaryFunction.POW), List.of(limited.name(), exponent), value.shape());
  }

  private static void bend(Sketch sketch, Value value) {
    if (value.rank() >= 2) {
      long[] dims = new long[value.rank() - 1];
      java.util.Arrays.fill(dims, 1);
      dims[0] = value.shape().dim(1);
      sketch.add(
          new PRelu(),
          List.of(value.name(), sketch.constantBetween(Shape.of(dims), -0.2, 0.5)),
          value.shape());
    }
  }

  private static void several(Sketch sketch, Value value) {
    List<String> others =
        java.util.stream.IntStream.range(0, sketch.number(1, 2))
            .mapToObj(i -> sketch.pick(found -> found.shape().equals(value.shape())))
            .map(found -> found.orElseThrow().name())
            .toList();
    List<String> operands = new java.util.ArrayList<>(List.of(value.name()));
    operands.addAll(others);
    sketch.add(
        new Variadic(sketch.any(List.of(VariadicFunction.values()))), operands, value.shape());
  }
}
