package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Softmax;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Reductions over axes, and what is normalised by one. */
final class Reductions implements Family {
  private static final List<ReduceFunction> FUNCTIONS =
      List.of(
          ReduceFunction.SUM,
          ReduceFunction.MAX,
          ReduceFunction.MIN,
          ReduceFunction.L1,
          ReduceFunction.L2,
          ReduceFunction.SUM_SQUARE);

  @Override
  public void grow(Sketch sketch) {
    sketch
        .pick(value -> value.rank() >= 2)
        .ifPresent(
            value -> {
              if (sketch.chance(0.35)) {
                softmax(sketch, value);
              } else {
                reduce(sketch, value);
              }
            });
  }

  /**
   * Before opset 13 only along the last axis, said as −1, where both meanings of the axis agree.
   */
  private static void softmax(Sketch sketch, Value value) {
    int axis = sketch.number(0, value.rank() - 1);
    boolean logarithm = sketch.chance(0.2);
    sketch.add(
        sketch.opset() < 13
            ? new FlattenedSoftmax(axis, logarithm)
            : logarithm ? new LogSoftmax(axis) : new Softmax(axis),
        List.of(value.name()),
        value.shape());
  }

  private static void reduce(Sketch sketch, Value value) {
    boolean keep = sketch.chance(0.6);
    List<Integer> axes = new ArrayList<>();
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < value.rank(); axis++) {
      boolean reduced = axis > 0 && sketch.chance(0.5);
      if (reduced) {
        axes.add(axis);
      }
      if (!reduced || keep) {
        dims.add(reduced ? 1 : value.shape().dim(axis));
      }
    }
    if (axes.isEmpty()) {
      return;
    }
    sketch.add(
        sketch.chance(0.4)
            ? new ReduceMean(axes, keep)
            : new Reduce(sketch.any(FUNCTIONS), axes, keep),
        List.of(value.name()),
        Shape.of(dims));
  }
}
