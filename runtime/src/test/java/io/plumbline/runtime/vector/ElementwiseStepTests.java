package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElementwiseStepTests {
  private static final float UNLIMITED = Float.POSITIVE_INFINITY;

  @ParameterizedTest
  @EnumSource
  void quantizesEveryMagnitude(Rounding rounding) {
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8, DType.INT16, DType.UINT16}) {
      for (float scale : new float[] {1e-30f, 0.05f, 0.5f, 1e30f}) {
        SingleInstruction program = new SingleInstruction(1);
        int from = program.input(DType.FLOAT32, Shape.of(5, 101), 1, 0);
        int to = program.value(dtype, Shape.of(5, 101), scale, dtype.minimum() / 2 + 3);
        program.check(rounding, 1, new Instruction.Quantize("quantize", from, to));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void quantizesTiesSpecialValuesAndTheirNeighbours(Rounding rounding) {
    float[] values = new float[4 * 400 + 6];
    int count = 0;
    for (int i = -200; i < 200; i++) {
      float tie = i + 0.5f;
      values[count++] = tie;
      values[count++] = Math.nextUp(tie);
      values[count++] = Math.nextDown(tie);
      values[count++] = i;
    }
    for (float special :
        new float[] {Float.MIN_VALUE, -Float.MIN_VALUE, -0f, UNLIMITED, -UNLIMITED, 0x1p31f}) {
      values[count++] = special;
    }
    SingleInstruction program = new SingleInstruction(1);
    Shape shape = Shape.of(count);
    int from = program.input(DType.FLOAT32, shape, 1, 0);
    int to = program.value(DType.INT8, shape, 1, -3);
    program.checkFed(
        rounding, 1, Tensor.of(shape, values), new Instruction.Quantize("quantize", from, to));
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8", "INT16", "UINT16"})
  void dequantizesAndRequantizes(DType dtype) {
    for (Rounding rounding : Rounding.values()) {
      for (int elements : new int[] {1, 7, 16, 33, 257}) {
        SingleInstruction program = new SingleInstruction(elements);
        int from = program.input(dtype, Shape.of(elements), 0.3f, dtype.minimum() + 9);
        int real = program.value(DType.FLOAT32, Shape.of(elements), 1, 0);
        int to = program.value(DType.INT8, Shape.of(elements), 0.17f, 5);
        int fine = program.value(DType.INT16, Shape.of(elements), 0.0013f, -5);
        program.check(
            rounding,
            2,
            new Instruction.Dequantize("dequantize", from, real),
            new Instruction.Requantize("requantize", from, to),
            new Instruction.Requantize("requantize fine", from, fine));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void arithmeticOnEveryBroadcast(ArithmeticFunction function) {
    for (Rounding rounding : Rounding.values()) {
      check(function, rounding, Shape.of(2, 3, 5, 7), Shape.of(2, 3, 5, 7));
      check(function, rounding, Shape.of(1, 40, 40, 33), Shape.of(1, 40, 40, 33));
      check(function, rounding, Shape.of(2, 3, 5, 19), Shape.of(19));
      check(function, rounding, Shape.of(1, 1, 1, 19), Shape.of(2, 3, 5, 19));
      check(function, rounding, Shape.of(2, 3, 5, 19), Shape.of(2, 1, 1, 19));
      check(function, rounding, Shape.of(2, 3, 5, 7), Shape.of(2, 3, 5, 1));
      check(function, rounding, Shape.of(2, 3, 5, 7), Shape.of());
      check(function, rounding, Shape.of(2, 3, 5, 7), Shape.of(2, 1, 5, 1));
      check(function, rounding, Shape.of(5, 1), Shape.of(1, 7));
    }
  }

  private static void check(
      ArithmeticFunction function, Rounding rounding, Shape left, Shape right) {
    for (DType dtype :
        new DType[] {DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.FLOAT32}) {
      SingleInstruction program = new SingleInstruction(left.rank());
      boolean integers = dtype.isQuantized();
      int first = program.input(dtype, left, 0.11f, integers ? dtype.minimum() + 20 : 0);
      int second = program.constant(DType.INT8, right, 0.07f, -3);
      Shape shape = SingleInstruction.broadcast(left, right);
      int sum = program.value(DType.INT8, shape, 0.13f, 4);
      int limited = program.value(DType.UINT8, shape, 0.2f, 200);
      int fine = program.value(DType.INT16, shape, 0.0007f, 40);
      program.check(
          rounding,
          3,
          new Instruction.Arithmetic("plain", function, first, second, sum, -UNLIMITED, UNLIMITED),
          new Instruction.Arithmetic("limited", function, second, first, limited, -1.5f, 6),
          new Instruction.Arithmetic("fine", function, first, second, fine, -UNLIMITED, 20));
    }
  }

  @ParameterizedTest
  @CsvSource({"INT8,INT8", "UINT8,INT8", "INT8,UINT8", "UINT8,UINT8", "INT8,INT16"})
  void looksUpEveryEntry(DType from, DType to) {
    SingleInstruction program = new SingleInstruction(3);
    Tensor table = program.data(to, Shape.of(256));
    int input = program.input(from, Shape.of(3, 5000), 0.1f, 0);
    int output = program.value(to, Shape.of(3, 5000), 0.1f, 0);
    program.check(Rounding.HALF_EVEN, 2, new Instruction.Lookup("lookup", input, output, table));
  }
}
