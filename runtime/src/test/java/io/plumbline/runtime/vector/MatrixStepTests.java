package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixStepTests {
  private static final OutputStage.Dequantised REAL =
      new OutputStage.Dequantised(List.of(0.01f), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  private static OutputStage integer(double multiplier) {
    return new OutputStage.Requantised(List.of((float) multiplier), -128, 120);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,127",
    "1,7,3,127",
    "1,1280,1000,30",
    "1,1280,1000,127",
    "2,64,65,127",
    "3,33,47,127",
    "5,700,16,127",
    "49,31,129,127",
    "50,31,129,127",
    "1,5000,33,127"
  })
  void linearOfAnySize(int rows, int depth, int columns, int reach) {
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8}) {
      SingleInstruction program = new SingleInstruction(depth);
      int from = program.input(dtype, Shape.of(rows, depth), 0.1f, dtype.minimum() + 100);
      Tensor weights =
          Tensor.of(Shape.of(columns, depth), program.bytes(columns * depth, -reach, reach));
      int[] bias = program.random().ints(columns, -90_000, 90_000).toArray();
      Tensor biasTensor = Tensor.of(Shape.of(columns), bias);
      int integers = program.value(DType.INT8, Shape.of(rows, columns), 0.1f, 9);
      int reals = program.value(DType.FLOAT32, Shape.of(rows, columns), 1, 0);
      double multiplier = 0.01 / Math.sqrt(depth);
      program.check(
          Rounding.HALF_EVEN,
          2,
          new Instruction.Linear(
              "integers", from, integers, weights, biasTensor, integer(multiplier)),
          new Instruction.Linear("reals", from, reals, weights, biasTensor, REAL));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,5,3", "65,64,65", "17,257,19", "17,258,33", "6,259,64", "13,1031,80"})
  void productsOfAnySize(int rows, int depth, int columns) {
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8}) {
      for (int zeroPoint : new int[] {dtype.minimum(), dtype.minimum() + 90, dtype.maximum()}) {
        product(dtype, zeroPoint, Shape.of(rows, depth), Shape.of(depth, columns));
      }
    }
  }

  @Test
  void productsBroadcastTheirBatches() {
    product(DType.INT8, 3, Shape.of(2, 3, 5, 7), Shape.of(2, 3, 7, 9));
    product(DType.INT8, 3, Shape.of(2, 1, 5, 7), Shape.of(3, 7, 9));
    product(DType.INT8, 3, Shape.of(5, 7), Shape.of(2, 3, 7, 9));
    product(DType.INT8, 3, Shape.of(2, 3, 5, 7), Shape.of(7, 9));
  }

  private static void product(DType dtype, int zeroPoint, Shape left, Shape right) {
    Shape batches =
        SingleInstruction.broadcast(left.with(-1, 1).with(-2, 1), right.with(-1, 1).with(-2, 1));
    Shape shape = batches.with(-2, left.dim(-2)).with(-1, right.dim(-1));
    SingleInstruction program = new SingleInstruction(left.rank());
    int from = program.input(dtype, left, 0.1f, zeroPoint);
    int other = program.input(DType.INT8, right, 0.1f, -5);
    int integers = program.value(DType.INT8, shape, 0.1f, 9);
    int reals = program.value(DType.FLOAT32, shape, 1, 0);
    double multiplier = 0.01 / Math.sqrt(left.intDim(-1));
    program.check(
        Rounding.HALF_EVEN,
        2,
        new Instruction.MatrixProduct(
            "integers", from, other, integers, Accumulator.INT32, integer(multiplier)),
        new Instruction.MatrixProduct("reals", from, other, reals, Accumulator.INT32, REAL));
  }
}
