package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Masks: numbers that mean "takes no part", by a sum, a choice or a border. */
final class Sentinels implements Family {
  private static final List<Float> LOW =
      List.of(-1e9f, -3.4e38f, -65504f, -10_000f, Float.NEGATIVE_INFINITY, -Float.MAX_VALUE);

  @Override
  public void grow(Sketch sketch) {
    sketch
        .pick(value -> value.rank() >= 2 && value.shape().dim(-1) >= 2)
        .ifPresent(
            value -> {
              switch (sketch.number(0, 3)) {
                case 0 -> added(sketch, value);
                case 1 -> multiplied(sketch, value);
                case 2 -> chosen(sketch, value);
                default -> bordered(sketch, value);
              }
            });
  }

  /** Which elements along the last axis are masked; never the first one. */
  private static boolean[] masked(Sketch sketch, Value value) {
    boolean[] masked = new boolean[value.shape().intDim(-1)];
    for (int i = 1; i < masked.length; i++) {
      masked[i] = sketch.chance(0.4);
    }
    return masked;
  }

  private static String row(Sketch sketch, boolean[] masked, float low, float other) {
    float[] row = new float[masked.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = masked[i] ? low : other;
    }
    return sketch.constant(Tensor.of(Shape.of(row.length), row));
  }

  private static void added(Sketch sketch, Value value) {
    String mask = row(sketch, masked(sketch, value), sketch.any(LOW), 0);
    weigh(
        sketch,
        sketch.add(
            new Binary(BinaryFunction.ADD), List.of(value.name(), mask), value.shape(), false));
  }

  /** (1 − m) · c, with m a constant. */
  private static void multiplied(Sketch sketch, Value value) {
    String mask = row(sketch, masked(sketch, value), 0, 1);
    String one = sketch.constant(Tensor.scalar(1));
    String low = sketch.constant(Tensor.scalar(sketch.any(List.of(-1e9f, -10_000f, -1e4f))));
    Shape shape = Shape.of(value.shape().dim(-1));
    Value left = sketch.add(new Binary(BinaryFunction.SUB), List.of(one, mask), shape, false);
    Value far = sketch.add(new Binary(BinaryFunction.MUL), List.of(left.name(), low), shape, false);
    weigh(
        sketch,
        sketch.add(
            new Binary(BinaryFunction.ADD),
            List.of(value.name(), far.name()),
            value.shape(),
            false));
  }

  private static void chosen(Sketch sketch, Value value) {
    boolean[] masked = masked(sketch, value);
    Tensor condition = Tensor.allocate(DType.BOOL, Shape.of(masked.length));
    for (int i = 0; i < masked.length; i++) {
      condition.data().set(ValueLayout.JAVA_BYTE, i, (byte) (masked[i] ? 1 : 0));
    }
    String low = sketch.constant(Tensor.scalar(sketch.any(LOW)));
    weigh(
        sketch,
        sketch.add(
            new Where(),
            List.of(sketch.constant(condition), low, value.name()),
            value.shape(),
            false));
  }

  /** A border of a low number under a maximum or a softmax. */
  private static void bordered(Sketch sketch, Value value) {
    List<Integer> pads = new ArrayList<>();
    for (int i = 0; i < 2 * value.rank(); i++) {
      boolean last = i % value.rank() == value.rank() - 1;
      pads.add(last ? sketch.number(0, 2) : 0);
    }
    long extent = value.shape().dim(-1) + pads.get(value.rank() - 1) + pads.getLast();
    Shape shape = value.shape().with(value.rank() - 1, extent);
    Value padded =
        sketch.add(Pad.constant(pads, sketch.any(LOW)), List.of(value.name()), shape, false);
    if (sketch.chance(0.5)) {
      sketch.add(
          new Reduce(ReduceFunction.MAX, List.of(value.rank() - 1), true),
          List.of(padded.name()),
          shape.with(value.rank() - 1, 1));
    } else {
      weigh(sketch, padded);
    }
  }

  /** A softmax of scores, which often weighs values. */
  private static void weigh(Sketch sketch, Value scores) {
    Value shares = sketch.add(new Softmax(-1), List.of(scores.name()), scores.shape());
    if (sketch.chance(0.6)) {
      int columns = sketch.number(1, 6);
      String values = sketch.constant(Shape.of(scores.shape().dim(-1), columns), 0.7);
      sketch.add(
          new MatMul(),
          List.of(shares.name(), values),
          scores.shape().with(scores.rank() - 1, columns));
    }
  }
}
