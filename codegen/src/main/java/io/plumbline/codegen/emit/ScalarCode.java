package io.plumbline.codegen.emit;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Sums of 8-bit products without vectors: {@code pl_scalar.h}. */
final class ScalarCode {
  private ScalarCode() {}

  /** Writes a convolution if there is a kernel for it. */
  static boolean convolution(Instruction.Convolution op, StepCode code) {
    boolean depthwise = PanelCode.isDepthwise(op);
    if (!areBytes(op, code.program()) || !(depthwise || op.group() == 1)) {
      return false;
    }
    SumCode.window(op.window(), code.shape(op.input()), code.shape(op.output()), code);
    Tensor weights = depthwise ? channelsLast(op.weights()) : op.weights();
    call(
        depthwise ? "pl_scalar_depthwise" : "pl_scalar_convolution", op, op.stage(), weights, code);
    return true;
  }

  /** Writes a linear layer, which is a convolution of one row of places, if there is a kernel. */
  static boolean linear(Instruction.Linear op, StepCode code) {
    if (!areBytes(op, code.program())) {
      return false;
    }
    Shape input = PanelCode.row(code.shape(op.input()));
    Shape output = Shape.of(1, 1, input.dim(2), op.weights().shape().dim(0));
    SumCode.window(Window2d.POINT, input, output, code);
    call("pl_scalar_convolution", op, op.stage(), op.weights(), code);
    return true;
  }

  private static void call(
      String kernel, BiasedSum op, OutputStage stage, Tensor weights, StepCode code) {
    String finish = SumCode.stage(stage, op.output(), code);
    code.line(
        "const pl_scalar_sum sum = {&%s, %s, %s, %s, %s, %s, %s, %s};"
            .formatted(
                SumCode.WINDOW,
                finish,
                code.at(op.input()),
                code.type(op.input()),
                code.zero(op.input()),
                code.constant(weights),
                code.constant(op.bias()),
                code.at(op.output())));
    code.call(kernel, "&sum");
  }

  private static boolean areBytes(BiasedSum op, Program program) {
    return program.value(op.input()).dtype().bytes() == 1
        && op.weights().dtype().bytes() == 1
        && op.accumulator() == Accumulator.INT32;
  }

  /** Weights [M, taps, 1] as [tap][M]. */
  private static Tensor channelsLast(Tensor weights) {
    byte[] plain = weights.toBytes();
    int filters = weights.shape().intDim(0);
    int taps = plain.length / filters;
    byte[] turned = new byte[plain.length];
    for (int i = 0; i < plain.length; i++) {
      turned[i % taps * filters + i / taps] = plain[i];
    }
    return Tensor.of(Shape.of(turned.length), turned);
  }
}
