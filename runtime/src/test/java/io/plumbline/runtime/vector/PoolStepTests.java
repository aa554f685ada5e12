package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PoolStepTests {
  @ParameterizedTest
  @CsvSource({"1,1,1,0", "2,2,1,0", "3,2,1,1", "3,1,2,2", "5,3,1,2", "2,1,1,1", "3,3,3,4"})
  void windowsOfAnyKindAreExact(int kernel, int stride, int dilation, int pad) {
    Window2d window =
        new Window2d(kernel, kernel + 1, stride, stride, dilation, dilation, pad, pad, pad, pad);
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8, DType.INT16}) {
      for (int channels : new int[] {1, 16, 35}) {
        checkMax(dtype, channels, window);
        checkAverage(dtype, channels, window, true);
        checkAverage(dtype, channels, window, false);
      }
    }
  }

  private static void checkMax(DType dtype, int channels, Window2d window) {
    SingleInstruction program = new SingleInstruction(channels);
    int from = program.input(dtype, Shape.of(2, 9, 8, channels), 0.1f, 3);
    int to = program.value(dtype, output(window, channels), 0.1f, 3);
    program.check(Rounding.HALF_EVEN, 2, new Pooling.MaxPool("max", from, to, window));
  }

  private static void checkAverage(
      DType dtype, int channels, Window2d window, boolean countIncludePad) {
    for (Rounding rounding : Rounding.values()) {
      SingleInstruction program = new SingleInstruction(channels);
      int from = program.input(dtype, Shape.of(2, 9, 8, channels), 0.1f, 7);
      int to = program.value(DType.INT8, output(window, channels), 0.09f, -4);
      program.check(
          rounding, 1, new Pooling.AveragePool("average", from, to, window, countIncludePad));
    }
  }

  private static Shape output(Window2d window, int channels) {
    int height = extent(9, window.kernelHeight(), window);
    int width = extent(8, window.kernelWidth(), window);
    return Shape.of(2, height, width, channels);
  }

  private static int extent(int input, int kernel, Window2d window) {
    int reach = (kernel - 1) * window.dilationHeight() + 1;
    return (input + 2 * window.padTop() - reach) / window.strideHeight() + 1;
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8", "INT16"})
  void meansOverAnyAxesAreExact(DType dtype) {
    for (List<Integer> axes :
        List.of(
            List.of(1, 2),
            List.of(0),
            List.of(2),
            List.of(2, 1),
            List.of(1, 3),
            List.of(3),
            List.of(0, 1, 2, 3))) {
      for (Rounding rounding : Rounding.values()) {
        SingleInstruction program = new SingleInstruction(axes.size());
        Shape shape = Shape.of(2, 7, 5, 37);
        int from = program.input(dtype, shape, 0.1f, 9);
        for (int axis : axes) {
          shape = shape.with(axis, 1);
        }
        int to = program.value(DType.UINT8, shape, 0.02f, 11);
        program.check(rounding, 2, new Instruction.Mean("mean", from, to, axes));
      }
    }
  }
}
