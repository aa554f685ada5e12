package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MovementStepsTests {
  private static final Shape SHAPE = Shape.of(2, 3, 5, 7);

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8", "INT16", "INT32", "FLOAT32"})
  void permutesInEveryOrder(DType dtype) {
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        for (int c = 0; c < 4; c++) {
          int d = 6 - a - b - c;
          if (a != b && a != c && b != c && d >= 0) {
            permute(dtype, SHAPE, List.of(a, b, c, d));
            permute(dtype, Shape.of(1, 3, 1, 40), List.of(a, b, c, d));
          }
        }
      }
    }
  }

  private static void permute(DType dtype, Shape shape, List<Integer> order) {
    SingleInstruction program = new SingleInstruction(1);
    int from = program.input(dtype, shape, 1, 0);
    int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
    int to = program.value(dtype, shape.permute(axes), 1, 0);
    program.check(Rounding.HALF_EVEN, 1, new Instruction.Permute("permute", from, to, order));
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "FLOAT32"})
  void slicesWithAnySteps(DType dtype) {
    slice(dtype, List.of(0, 1, 0, 2), List.of(1, 1, 1, 1), Shape.of(2, 2, 5, 3));
    slice(dtype, List.of(1, 2, 4, 6), List.of(-1, -2, -1, -3), Shape.of(2, 2, 5, 3));
    slice(dtype, List.of(1, 0, 0, 0), List.of(1, 1, 1, 1), Shape.of(1, 3, 5, 7));
    slice(dtype, List.of(0, 0, 1, 0), List.of(1, 2, 2, 1), Shape.of(2, 2, 2, 7));
  }

  private static void slice(DType dtype, List<Integer> starts, List<Integer> steps, Shape shape) {
    SingleInstruction program = new SingleInstruction(2);
    int from = program.input(dtype, SHAPE, 1, 0);
    int to = program.value(dtype, shape, 1, 0);
    program.check(Rounding.HALF_EVEN, 1, new Instruction.Slice("slice", from, to, starts, steps));
  }

  @Test
  void joinsAlongEveryAxis() {
    for (int axis = 0; axis < 4; axis++) {
      SingleInstruction program = new SingleInstruction(axis);
      int first = program.input(DType.INT8, SHAPE, 1, 0);
      int second = program.input(DType.INT8, SHAPE.with(axis, 9), 1, 0);
      int third = program.constant(DType.INT8, SHAPE.with(axis, 1), 1, 0);
      int to = program.value(DType.INT8, SHAPE.with(axis, SHAPE.dim(axis) + 10), 1, 0);
      program.check(
          Rounding.HALF_EVEN,
          1,
          new Instruction.Concat("concat", List.of(first, second, third), to, axis));
    }
  }

  @Test
  void reshapesShareMemoryWithTheirOperandAsLongAsEitherLives() {
    SingleInstruction program = new SingleInstruction(5);
    int from = program.input(DType.INT8, Shape.of(6, 8), 1, 0);
    int flat = program.value(DType.INT8, Shape.of(48), 1, 0);
    int turned = program.value(DType.INT8, Shape.of(8, 6), 1, 0);
    int again = program.value(DType.INT8, Shape.of(2, 24), 1, 0);
    int joined = program.value(DType.INT8, Shape.of(16, 6), 1, 0);
    int last = program.value(DType.INT8, Shape.of(96), 1, 0);
    program.check(
        Rounding.HALF_EVEN,
        1,
        new Instruction.Reshape("flat", from, flat),
        new Instruction.Permute("turn", from, turned, List.of(1, 0)),
        new Instruction.Reshape("again", flat, again),
        new Instruction.Concat("join", List.of(turned, turned), joined, 0),
        new Instruction.Concat("last", List.of(flat, flat), last, 0));
  }
}
