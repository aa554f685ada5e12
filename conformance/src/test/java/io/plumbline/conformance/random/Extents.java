package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Values whose extent depends on the numbers: elements that are chosen by what an input holds, as
 * outputs, through element-wise ops, and summed up again.
 */
final class Extents implements Family {
  @Override
  public void grow(Sketch sketch) {
    Value input = sketch.any(sketch.inputs());
    String chosen = sketch.chance(0.5) ? compressed(sketch, input) : gathered(sketch, input);
    for (int steps = sketch.number(0, 2); steps > 0; steps--) {
      chosen = step(sketch, chosen);
    }
    if (sketch.opset() >= 11 && sketch.chance(0.5)) {
      sketch.add(new Reduce(ReduceFunction.SUM, List.of(0), true), List.of(chosen), Shape.of(1));
    }
  }

  private static String condition(Sketch sketch, Value input) {
    String limit = sketch.constant(Tensor.scalar(sketch.uniform(-0.8, 0.8)));
    return sketch.addLoose(
        new Comparison(ComparisonOperator.GREATER), List.of(input.name(), limit), false);
  }

  private static String compressed(Sketch sketch, Value input) {
    long elements = input.shape().elements();
    Value flat =
        sketch.add(
            new Reshape(List.of(elements), false), List.of(input.name()), Shape.of(elements));
    String condition = condition(sketch, flat);
    Value source = sketch.pick(value -> value.shape().equals(flat.shape())).orElse(flat);
    return sketch.addLoose(opaque("Compress", 0), List.of(source.name(), condition), true);
  }

  private static String gathered(Sketch sketch, Value input) {
    if (sketch.opset() < 12) {
      return compressed(sketch, input);
    }
    String condition = condition(sketch, input);
    String where =
        sketch.addLoose(
            new OpaqueOp("", "NonZero", new LinkedHashMap<>()), List.of(condition), false);
    String rows = sketch.addLoose(new Transpose(List.of(1, 0)), List.of(where), false);
    Value source = sketch.pick(value -> value.shape().equals(input.shape())).orElse(input);
    return sketch.addLoose(new GatherND(0), List.of(source.name(), rows), true);
  }

  private static String step(Sketch sketch, String value) {
    return switch (sketch.number(0, 2)) {
      case 0 -> sketch.addLoose(new Unary(UnaryFunction.RELU), List.of(value), true);
      case 1 -> sketch.addLoose(new Unary(UnaryFunction.SIGMOID), List.of(value), true);
      default ->
          sketch.addLoose(
              new Binary(sketch.any(List.of(BinaryFunction.ADD, BinaryFunction.MUL))),
              List.of(value, sketch.constantBetween(Shape.of(), 0.3, 2)),
              true);
    };
  }

  private static OpaqueOp opaque(String type, long axis) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("axis", new Attribute.IntValue(axis));
    return new OpaqueOp("", type, attributes);
  }
}
