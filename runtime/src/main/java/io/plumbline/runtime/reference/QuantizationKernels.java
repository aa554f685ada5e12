package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;

/** Between real numbers and integers, element by element. */
final class QuantizationKernels {
  private QuantizationKernels() {}

  static Tensor quantize(Instruction.Quantize instruction, Program program, Tensor input) {
    return write(program.value(instruction.output()), program.rounding(), input.toFloats());
  }

  static Tensor dequantize(Instruction.Dequantize instruction, Program program, Tensor input) {
    return Tensor.of(
        program.value(instruction.output()).shape(),
        read(program.value(instruction.input()), input));
  }

  static Tensor requantize(Instruction.Requantize instruction, Program program, Tensor input) {
    float[] reals = read(program.value(instruction.input()), input);
    return write(program.value(instruction.output()), program.rounding(), reals);
  }

  static Tensor lookup(Instruction.Lookup instruction, Program program, Tensor input) {
    ProgramValue output = program.value(instruction.output());
    int[] table = instruction.table().toInts();
    int minimum = input.dtype().minimum();
    int[] values = input.toInts();
    for (int i = 0; i < values.length; i++) {
      values[i] = table[values[i] - minimum];
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), values);
  }

  /** The real numbers of a quantized value, or a float32 value as it is. */
  static float[] read(ProgramValue value, Tensor tensor) {
    if (value.dtype() == DType.FLOAT32) {
      return tensor.toFloats();
    }
    QuantParams params = value.quant();
    int[] integers = tensor.toInts();
    int[] channel = StridedIndices.coordinate(value.shape(), params.axis());
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] =
          QuantizedArithmetic.dequantize(
              integers[i], params.scale(channel[i]), params.zeroPoint(channel[i]));
    }
    return reals;
  }

  /** Real numbers quantized with the parameters of a value, or as they are when it is float32. */
  static Tensor write(ProgramValue value, Rounding rounding, float[] reals) {
    if (value.dtype() == DType.FLOAT32) {
      return Tensor.of(value.shape(), reals);
    }
    QuantParams params = value.quant();
    int[] channel = StridedIndices.coordinate(value.shape(), params.axis());
    int low = value.dtype().minimum();
    int high = value.dtype().maximum();
    int[] integers = new int[reals.length];
    for (int i = 0; i < reals.length; i++) {
      integers[i] =
          QuantizedArithmetic.quantize(
              reals[i],
              params.scale(channel[i]),
              params.zeroPoint(channel[i]),
              low,
              high,
              rounding);
    }
    return Tensor.ofIntegers(value.dtype(), value.shape(), integers);
  }
}
