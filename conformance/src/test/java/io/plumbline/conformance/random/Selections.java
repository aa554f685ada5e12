package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Choices between values. Conditions ask inputs only, whose numbers every model has alike. */
final class Selections implements Family {
  @Override
  public void grow(Sketch sketch) {
    switch (sketch.number(0, 2)) {
      case 0 -> where(sketch);
      case 1 -> truth(sketch);
      default -> sketch.pick(value -> value.rank() >= 1).ifPresent(value -> top(sketch, value));
    }
  }

  private static String condition(Sketch sketch, Value input) {
    String condition = sketch.fresh() + "c";
    String limit = sketch.constant(Tensor.scalar(sketch.uniform(-0.5, 0.5)));
    ComparisonOperator operator =
        sketch.any(List.of(ComparisonOperator.GREATER, ComparisonOperator.LESS));
    sketch.add(new Comparison(operator), List.of(input.name(), limit), List.of(condition));
    return condition;
  }

  private static void where(Sketch sketch) {
    Value input = sketch.any(sketch.inputs());
    Optional<Value> left = sketch.pick(value -> value.shape().equals(input.shape()));
    Optional<Value> right = sketch.pick(value -> value.shape().equals(input.shape()));
    if (left.isPresent() && right.isPresent()) {
      sketch.add(
          new Where(),
          List.of(condition(sketch, input), left.get().name(), right.get().name()),
          input.shape());
    }
  }

  private static void truth(Sketch sketch) {
    Value input = sketch.any(sketch.inputs());
    String condition = condition(sketch, input);
    sketch.add(new Cast(DType.FLOAT32), List.of(condition), input.shape());
  }

  private static void top(Sketch sketch, Value value) {
    int axis = value.rank() - 1;
    if (sketch.opset() >= 10) {
      int k = sketch.number(1, value.shape().intDim(axis));
      Value best = new Value(sketch.fresh() + "t", value.shape().with(axis, k));
      boolean largest = sketch.opset() < 11 || sketch.chance(0.6);
      sketch.add(
          new TopK(axis, k, largest),
          List.of(value.name()),
          List.of(best.name(), best.name() + "i"));
      sketch.offer(best);
    }
  }
}
