package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Comparisons, truth values, choices and conversions between types. */
final class LogicKernels {
  private LogicKernels() {}

  static Tensor convert(Instruction.Convert convert, Program program, Tensor input) {
    ProgramValue from = program.value(convert.input());
    ProgramValue to = program.value(convert.output());
    boolean real = isReal(from);
    if (isReal(to)) {
      float[] reals = real ? QuantizationKernels.read(from, input) : input.toFloats();
      return QuantizationKernels.write(to, program.rounding(), reals);
    }
    long[] integers = real ? integers(from, to, input) : input.toLongs();
    return narrowed(to.dtype(), to.shape(), integers);
  }

  private static boolean isReal(ProgramValue value) {
    return value.params().isPresent() || value.dtype() == DType.FLOAT32;
  }

  /** Towards zero and limited to int64, NaN to 0; to bool whether it is not 0. */
  private static long[] integers(ProgramValue from, ProgramValue to, Tensor input) {
    float[] reals = QuantizationKernels.read(from, input);
    long[] integers = new long[reals.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = to.dtype() == DType.BOOL ? (reals[i] == 0 ? 0 : 1) : (long) reals[i];
    }
    return integers;
  }

  /** The lowest bits of each integer; of bool, whether it is not 0. */
  private static Tensor narrowed(DType dtype, Shape shape, long[] integers) {
    Tensor tensor = Tensor.allocate(dtype, shape);
    MemorySegment data = tensor.data();
    for (int i = 0; i < integers.length; i++) {
      long bits =
          dtype == DType.BOOL ? Math.min(Math.abs(Long.signum(integers[i])), 1) : integers[i];
      for (int octet = 0; octet < dtype.bytes(); octet++) {
        data.set(
            ValueLayout.JAVA_BYTE, (long) i * dtype.bytes() + octet, (byte) (bits >>> (8 * octet)));
      }
    }
    return tensor;
  }

  static Tensor compare(
      Instruction.Compare compare, Program program, Tensor leftTensor, Tensor rightTensor) {
    ProgramValue left = program.value(compare.left());
    ProgramValue right = program.value(compare.right());
    Shape shape = program.value(compare.output()).shape();
    int[] leftIndices = StridedIndices.broadcast(left.shape(), shape);
    int[] rightIndices = StridedIndices.broadcast(right.shape(), shape);
    byte[] answers = new byte[leftIndices.length];
    if (isReal(left)) {
      float[] a = QuantizationKernels.read(left, leftTensor);
      float[] b = QuantizationKernels.read(right, rightTensor);
      for (int i = 0; i < answers.length; i++) {
        answers[i] = truth(compare.function().holds(a[leftIndices[i]], b[rightIndices[i]]));
      }
    } else {
      for (int i = 0; i < answers.length; i++) {
        long a = leftTensor.getLong(leftIndices[i]);
        long b = rightTensor.getLong(rightIndices[i]);
        answers[i] = truth(compare.function().holds(a, b));
      }
    }
    return truths(shape, answers);
  }

  private static byte truth(boolean holds) {
    return (byte) (holds ? 1 : 0);
  }

  private static Tensor truths(Shape shape, byte[] answers) {
    return Tensor.wrap(DType.BOOL, shape, Tensor.of(shape, answers).data());
  }

  static Tensor logical(
      Instruction.Logical logical, Program program, Tensor leftTensor, Tensor rightTensor) {
    Shape shape = program.value(logical.output()).shape();
    int[] leftIndices = StridedIndices.broadcast(leftTensor.shape(), shape);
    int[] rightIndices = StridedIndices.broadcast(rightTensor.shape(), shape);
    byte[] answers = new byte[leftIndices.length];
    for (int i = 0; i < answers.length; i++) {
      boolean a = leftTensor.getLong(leftIndices[i]) != 0;
      boolean b = rightTensor.getLong(rightIndices[i]) != 0;
      answers[i] = truth(logical.function().apply(a, b));
    }
    return truths(shape, answers);
  }

  static Tensor select(Instruction.Select select, Program program, List<Tensor> operands) {
    Shape shape = program.value(select.output()).shape();
    Tensor condition = operands.get(0);
    Tensor left = operands.get(1);
    Tensor right = operands.get(2);
    int[] conditions = StridedIndices.broadcast(condition.shape(), shape);
    int[] lefts = StridedIndices.broadcast(left.shape(), shape);
    int[] rights = StridedIndices.broadcast(right.shape(), shape);
    Tensor output = Tensor.allocate(left.dtype(), shape);
    long size = left.dtype().bytes();
    for (int i = 0; i < conditions.length; i++) {
      boolean holds = condition.getLong(conditions[i]) != 0;
      Tensor source = holds ? left : right;
      long at = holds ? lefts[i] : rights[i];
      MemorySegment.copy(source.data(), at * size, output.data(), i * size, size);
    }
    return output;
  }
}
