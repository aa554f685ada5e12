package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Celu;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Selu;
import io.plumbline.graph.op.Shrink;
import io.plumbline.graph.op.ThresholdedRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;

/**
 * Functions of one number. Steps are taken of inputs only: behind anything else the last bit of a
 * sum decides them. What grows fast or has poles reads a limited value.
 */
final class Functions implements Family {
  private static final List<Op> ANYWHERE =
      List.of(
          new Unary(UnaryFunction.ABS),
          new Unary(UnaryFunction.ASINH),
          new Unary(UnaryFunction.ATAN),
          new Unary(UnaryFunction.COS),
          new Unary(UnaryFunction.ERF),
          new Unary(UnaryFunction.NEG),
          new Unary(UnaryFunction.RELU),
          new Unary(UnaryFunction.SIGMOID),
          new Unary(UnaryFunction.SILU),
          new Unary(UnaryFunction.SIN),
          new Unary(UnaryFunction.SOFTPLUS),
          new Unary(UnaryFunction.SOFTSIGN),
          new Unary(UnaryFunction.TANH),
          new Unary(UnaryFunction.HARD_SWISH),
          new Unary(UnaryFunction.MISH),
          new Unary(UnaryFunction.GELU),
          new Celu(0.8f),
          new Clip(-1, 1),
          new Clip(0, 6),
          new Elu(1),
          new HardSigmoid(0.2f, 0.5f),
          new LeakyRelu(0.01f),
          new Selu(1.67f, 1.05f));

  private static final List<Op> STEPS =
      List.of(
          new Unary(UnaryFunction.CEIL),
          new Unary(UnaryFunction.FLOOR),
          new Unary(UnaryFunction.ROUND),
          new Unary(UnaryFunction.SIGN),
          new Shrink(0.5f, 0.1f),
          new ThresholdedRelu(0.4f));

  private static final List<Op> ABOVE_ZERO =
      List.of(
          new Unary(UnaryFunction.LOG),
          new Unary(UnaryFunction.RECIPROCAL),
          new Unary(UnaryFunction.SQRT),
          new Unary(UnaryFunction.EXP),
          new Unary(UnaryFunction.COSH),
          new Unary(UnaryFunction.SINH));

  private static final List<Op> WITHIN_ONE =
      List.of(
          new Unary(UnaryFunction.ACOS),
          new Unary(UnaryFunction.ASIN),
          new Unary(UnaryFunction.ATANH),
          new Unary(UnaryFunction.TAN));

  @Override
  public void grow(Sketch sketch) {
    sketch.pick(value -> true).ifPresent(value -> add(sketch, value));
  }

  private static void add(Sketch sketch, Value value) {
    switch (sketch.number(0, 9)) {
      case 0 -> apply(sketch, sketch.any(STEPS), sketch.any(sketch.inputs()));
      case 1 -> apply(sketch, sketch.any(ABOVE_ZERO), limited(sketch, value, 0.25f, 3));
      case 2 -> apply(sketch, sketch.any(WITHIN_ONE), limited(sketch, value, -0.75f, 0.75f));
      default -> apply(sketch, sketch.any(ANYWHERE), value);
    }
  }

  private static Value limited(Sketch sketch, Value value, float low, float high) {
    return apply(sketch, new Clip(low, high), value);
  }

  private static Value apply(Sketch sketch, Op op, Value value) {
    return sketch.add(op, List.of(value.name()), value.shape());
  }
}
