package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;

/** Two-operand element-wise functions with broadcasting. */
final class ArithmeticKernel {
  private ArithmeticKernel() {}

  static Tensor arithmetic(
      Instruction.Arithmetic arithmetic, Program program, Tensor leftTensor, Tensor rightTensor) {
    ProgramValue left = program.value(arithmetic.left());
    ProgramValue right = program.value(arithmetic.right());
    ProgramValue output = program.value(arithmetic.output());
    float[] leftReals = QuantizationKernels.read(left, leftTensor);
    float[] rightReals = QuantizationKernels.read(right, rightTensor);
    int[] leftIndices = StridedIndices.broadcast(left.shape(), output.shape());
    int[] rightIndices = StridedIndices.broadcast(right.shape(), output.shape());
    float[] reals = new float[leftIndices.length];
    for (int i = 0; i < reals.length; i++) {
      float result =
          arithmetic.function().apply(leftReals[leftIndices[i]], rightReals[rightIndices[i]]);
      reals[i] = QuantizedArithmetic.limit(result, arithmetic.low(), arithmetic.high());
    }
    return QuantizationKernels.write(output, program.rounding(), reals);
  }
}
