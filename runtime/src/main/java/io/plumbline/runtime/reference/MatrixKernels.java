package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Matrix products in the accumulator of the instruction. */
final class MatrixKernels {
  private MatrixKernels() {}

  static Tensor linear(Instruction.Linear linear, Program program, Tensor input) {
    int[] centred = centred(program.value(linear.input()), input);
    int[] weights = linear.weights().toInts();
    long[] bias = linear.bias().toLongs();
    int depth = linear.weights().shape().intDim(1);
    ProgramValue output = program.value(linear.output());
    long[] accumulators = new long[Math.toIntExact(output.shape().elements())];
    for (int i = 0; i < accumulators.length; i++) {
      int row = i / bias.length;
      int column = i % bias.length;
      accumulators[i] =
          bias[column]
              + dot(linear.accumulator(), centred, row * depth, weights, column * depth, depth);
    }
    return AccumulatorOutput.write(linear.stage(), output, program.rounding(), accumulators);
  }

  static Tensor product(
      Instruction.MatrixProduct product, Program program, Tensor leftTensor, Tensor rightTensor) {
    ProgramValue left = program.value(product.left());
    ProgramValue right = program.value(product.right());
    ProgramValue output = program.value(product.output());
    int[] leftCentred = centred(left, leftTensor);
    int[] rightCentred = centred(right, rightTensor);
    int[] leftRows = StridedIndices.of(output.shape(), 0, rowStrides(left.shape(), output.shape()));
    int[] rightColumns =
        StridedIndices.of(output.shape(), 0, columnStrides(right.shape(), output.shape()));
    int depth = left.shape().intDim(-1);
    int rightStep = right.shape().intDim(-1);
    long[] accumulators = new long[leftRows.length];
    for (int i = 0; i < accumulators.length; i++) {
      long sum = 0;
      for (int k = 0; k < depth; k++) {
        sum += (long) leftCentred[leftRows[i] + k] * rightCentred[rightColumns[i] + k * rightStep];
      }
      accumulators[i] = sum;
    }
    return AccumulatorOutput.write(product.stage(), output, program.rounding(), accumulators);
  }

  /** q − zeroPoint of every element of a per-tensor quantized value. */
  static int[] centred(ProgramValue value, Tensor tensor) {
    int zeroPoint = value.quant().zeroPoint();
    int[] integers = tensor.toInts();
    for (int i = 0; i < integers.length; i++) {
      integers[i] -= zeroPoint;
    }
    return integers;
  }

  static long dot(
      Accumulator accumulator, int[] left, int leftStart, int[] right, int rightStart, int length) {
    return switch (accumulator) {
      case INT32 -> dot(left, leftStart, right, rightStart, length);
      case INT64 -> wideDot(left, leftStart, right, rightStart, length);
    };
  }

  private static long wideDot(int[] left, int leftStart, int[] right, int rightStart, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (long) left[leftStart + i] * right[rightStart + i];
    }
    return sum;
  }

  static int dot(int[] left, int leftStart, int[] right, int rightStart, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += left[leftStart + i] * right[rightStart + i];
    }
    return sum;
  }

  private static long[] rowStrides(Shape left, Shape output) {
    long[] strides = batchStrides(left, output);
    strides[output.rank() - 2] = left.dim(-1);
    return strides;
  }

  private static long[] columnStrides(Shape right, Shape output) {
    long[] strides = batchStrides(right, output);
    strides[output.rank() - 1] = 1;
    return strides;
  }

  private static long[] batchStrides(Shape operand, Shape output) {
    long[] own = operand.strides();
    long[] strides = new long[output.rank()];
    int shift = output.rank() - operand.rank();
    for (int axis = 0; axis < operand.rank() - 2; axis++) {
      strides[axis + shift] = operand.dim(axis) == 1 ? 0 : own[axis];
    }
    return strides;
  }
}
