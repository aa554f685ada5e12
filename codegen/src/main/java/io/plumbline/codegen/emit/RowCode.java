package io.plumbline.codegen.emit;

import io.plumbline.runtime.arithmetic.ElementaryFunctions;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;

/** Along the last axis: {@code pl_rows.h}. */
final class RowCode {
  private static final int DISTANCES = 256;
  private static final int ROWS_TOGETHER = 4;

  private RowCode() {}

  static void softmax(Instruction.Softmax op, int step, StepCode code) {
    long length = code.shape(op.input()).dim(-1);
    long rows = rows(op.input(), length, code);
    if (readsTable(op, code.program())) {
      code.call(
          "pl_softmax_bytes",
          rows,
          length,
          code.at(op.input()),
          code.type(op.input()),
          StepCode.constant(code.constants().reals(exponentials(op, code))),
          code.scratch(step),
          code.at(op.output()),
          code.quant("to", op.output()));
      return;
    }
    code.call(
        "pl_softmax",
        op.logarithm(),
        rows,
        length,
        code.at(op.input()),
        code.type(op.input()),
        code.scale(op.input()),
        length == 0 ? "0" : code.scratch(step),
        code.at(op.output()),
        code.quant("to", op.output()));
  }

  /** Whether the distance of an element from the largest of its row has 256 values. */
  private static boolean readsTable(Instruction.Softmax op, Program program) {
    ProgramValue input = program.value(op.input());
    return !op.logarithm() && input.dtype().bytes() == 1 && input.shape().elements() > 0;
  }

  private static float[] exponentials(Instruction.Softmax op, StepCode code) {
    float scale = code.value(op.input()).quant().scale();
    float[] table = new float[DISTANCES];
    for (int distance = 0; distance < DISTANCES; distance++) {
      table[distance] = ElementaryFunctions.exp(-distance * scale);
    }
    return table;
  }

  /** Bytes for the exponentials of the rows that are taken together. */
  static long scratch(Instruction.Softmax op, Program program) {
    long length = program.value(op.input()).shape().dim(-1);
    return Float.BYTES * length * (readsTable(op, program) ? ROWS_TOGETHER : 1);
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
