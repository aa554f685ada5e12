package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.Shape;

/** Recurrent layers: {@code pl_recurrent.h}. */
final class RecurrentCode {
  private static final String NOBODY = "0";

  private RecurrentCode() {}

  /** Bytes of states, cells, gates and the state in 16 bits. */
  static long scratch(Instruction.Recurrent op, Shape input) {
    RecurrentWeights weights = op.weights();
    long states = (long) weights.directions() * input.dim(1) * weights.hidden();
    long rows = (long) op.cell().gates() * weights.hidden();
    return Float.BYTES * (op.cell().states() * states + 2 * rows)
        + (long) Short.BYTES * weights.hidden();
  }

  static void recurrent(Instruction.Recurrent op, int step, StepCode code) {
    RecurrentWeights weights = op.weights();
    int input = op.inputs().getFirst();
    code.line(
        "const pl_layer layer = {PL_%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s};"
            .formatted(
                op.cell().name(),
                code.rounding(),
                weights.directions(),
                op.direction() == RecurrentDirection.REVERSE ? 1 : 0,
                CText.list(
                    code.shape(input).dim(0),
                    code.shape(input).dim(1),
                    weights.features(),
                    weights.hidden(),
                    op.cell().gates()),
                code.constant(weights.input()),
                code.constant(weights.recurrent()),
                code.constant(weights.inputScales()),
                code.constant(weights.recurrentScales()),
                code.constant(weights.inputBias()),
                code.constant(weights.recurrentBias())));
    boolean cells = op.cell() == RecurrentCell.LSTM;
    int outputs = op.outputs().size();
    code.call(
        "pl_recurrent",
        "&layer",
        code.at(input),
        code.type(input),
        code.zero(input),
        code.at(op.inputs().get(1)),
        code.quant("h0", op.inputs().get(1)),
        cells ? code.at(op.inputs().get(2)) : NOBODY,
        cells ? code.quant("c0", op.inputs().get(2)) : NOBODY,
        code.at(op.outputs().getFirst()),
        code.quant("all", op.outputs().getFirst()),
        outputs > 1 ? code.at(op.outputs().get(1)) : NOBODY,
        outputs > 1 ? code.quant("last_h", op.outputs().get(1)) : NOBODY,
        outputs > 2 ? code.at(op.outputs().get(2)) : NOBODY,
        outputs > 2 ? code.quant("last_c", op.outputs().get(2)) : NOBODY,
        code.scratch(step));
  }
}
