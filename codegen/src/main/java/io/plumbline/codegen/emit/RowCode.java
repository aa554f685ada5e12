package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.Shape;

/** Along the last axis: {@code pl_rows.h}. */
final class RowCode {
  private RowCode() {}

  static void softmax(Instruction.Softmax op, StepCode code) {
    long length = code.shape(op.input()).dim(-1);
    code.call(
        "pl_softmax",
        op.logarithm(),
        rows(op.input(), length, code),
        length,
        code.at(op.input()),
        code.type(op.input()),
        code.scale(op.input()),
        code.at(op.output()),
        code.quant("to", op.output()));
  }

  static void layerNorm(Instruction.LayerNorm op, StepCode code) {
    Shape shape = code.shape(op.input());
    long length = 1;
    for (int axis = 1; axis <= op.axes(); axis++) {
      length *= shape.dim(-axis);
    }
    code.call(
        "pl_layer_norm",
        rows(op.input(), length, code),
        length,
        code.at(op.input()),
        code.type(op.input()),
        code.zero(op.input()),
        code.scale(op.input()),
        CText.real(op.epsilon()),
        code.constant(op.scale()),
        op.scale().elements(),
        code.constant(op.bias()),
        op.bias().elements(),
        code.at(op.output()),
        code.quant("to", op.output()));
  }

  private static long rows(int input, long length, StepCode code) {
    return length == 0 ? 0 : code.elements(input) / length;
  }

  static void localResponseNorm(Instruction.LocalResponseNorm op, StepCode code) {
    code.call(
        "pl_local_response_norm",
        code.elements(op.output()),
        code.shape(op.input()).dim(-1),
        code.at(op.input()),
        code.type(op.input()),
        code.zero(op.input()),
        code.scale(op.input()),
        op.size(),
        CText.real(op.alpha()),
        CText.real(op.beta()),
        CText.real(op.bias()),
        code.at(op.output()),
        code.quant("to", op.output()));
  }
}
