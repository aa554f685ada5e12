package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** What a recurrent layer demands of its values and weights. */
final class RecurrentRules {
  private static final long LARGEST_STATE = 1L << 15;

  private final Program program;
  private final Violations violations;

  RecurrentRules(Program program, Violations violations) {
    this.program = program;
    this.violations = violations;
  }

  void recurrent(Instruction.Recurrent op) {
    int states = op.cell().states();
    boolean arity =
        violations.demand(
            op.inputs().size() == 1 + states && op.outputs().size() == 1 + states,
            "%d operands and %d results".formatted(op.inputs().size(), op.outputs().size()));
    if (!arity || !weights(op)) {
      return;
    }
    RecurrentWeights weights = op.weights();
    violations.demand(
        op.direction() == RecurrentDirection.BIDIRECTIONAL
            ? weights.directions() == 2
            : weights.directions() == 1,
        "%s with weights for %d directions".formatted(op.direction(), weights.directions()));
    ProgramValue input = program.value(op.inputs().getFirst());
    violations.perTensor(input);
    Shape shape = input.shape();
    if (!violations.demand(
        shape.rank() == 3 && shape.dim(2) == weights.features(), "input " + shape)) {
      return;
    }
    Shape state = Shape.of(weights.directions(), shape.dim(1), weights.hidden());
    for (int i = 1; i <= states; i++) {
      state(program.value(op.inputs().get(i)), state);
      state(program.value(op.outputs().get(i)), state);
    }
    long[] all = {shape.dim(0), weights.directions(), shape.dim(1), weights.hidden()};
    state(program.value(op.output()), Shape.of(all));
    if (violations.isEmpty()) {
      violations.fits(
          Accumulator.INT32,
          AccumulatorBound.rows(weights.input(), AccumulatorBound.largest(input.quant())),
          AccumulatorBound.rows(weights.recurrent(), LARGEST_STATE));
    }
  }

  private boolean weights(Instruction.Recurrent op) {
    RecurrentWeights weights = op.weights();
    boolean ranks =
        weights.input().shape().rank() == 3
            && weights.recurrent().shape().rank() == 3
            && weights.input().dtype() == DType.INT8
            && weights.recurrent().dtype() == DType.INT8;
    if (!violations.demand(
        ranks, "weights %s and %s".formatted(weights.input(), weights.recurrent()))) {
      return false;
    }
    long directions = weights.input().shape().dim(0);
    long rows = (long) op.cell().gates() * weights.recurrent().shape().dim(2);
    return violations.demand(
        weights.input().shape().dim(1) == rows
            && weights.recurrent().shape().dim(1) == rows
            && weights.recurrent().shape().dim(0) == directions
            && isVector(weights.inputScales(), rows)
            && isVector(weights.recurrentScales(), rows)
            && isVector(weights.inputBias(), directions * rows)
            && isVector(weights.recurrentBias(), directions * rows),
        "weights %s and %s for %s"
            .formatted(weights.input().shape(), weights.recurrent().shape(), op.cell()));
  }

  private static boolean isVector(Tensor tensor, long length) {
    return tensor.dtype() == DType.FLOAT32 && tensor.elements() == length;
  }

  private void state(ProgramValue value, Shape shape) {
    violations.demand(value.shape().equals(shape), "%s is no %s".formatted(value, shape));
    if (value.dtype() != DType.FLOAT32) {
      violations.perTensor(value);
    }
  }
}
