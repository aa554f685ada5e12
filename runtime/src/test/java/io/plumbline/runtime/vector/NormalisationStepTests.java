package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationStepTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16, 65, 300, 1021})
  void softmaxOfAnyLength(int length) {
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8, DType.INT16}) {
      for (Rounding rounding : Rounding.values()) {
        SingleInstruction program = new SingleInstruction(length);
        Shape shape = Shape.of(3, 5, length);
        int from = program.input(dtype, shape, 0.031f, 7);
        int bytes = program.value(DType.UINT8, shape, 1 / 256f, 0);
        int reals = program.value(DType.FLOAT32, shape, 1, 0);
        int logarithms = program.value(DType.INT8, shape, 0.1f, 127);
        program.check(
            rounding,
            3,
            new Instruction.Softmax("bytes", from, bytes, false),
            new Instruction.Softmax("reals", from, reals, false),
            new Instruction.Softmax("logarithms", from, logarithms, true));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16, 65, 300, 1021})
  void layerNormOfAnyLength(int length) {
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8}) {
      for (float epsilon : new float[] {0, 1e-5f}) {
        SingleInstruction program = new SingleInstruction(length);
        Shape shape = Shape.of(2, 3, length);
        Tensor scale = Tensor.of(Shape.of(length), floats(program, length));
        Tensor bias = Tensor.of(Shape.of(length), floats(program, length));
        int from = program.input(dtype, shape, 0.05f, dtype.maximum());
        int to = program.value(DType.INT8, shape, 0.03f, -9);
        program.check(
            Rounding.HALF_EVEN,
            2,
            new Instruction.LayerNorm("norm", from, to, 1, scale, bias, epsilon));
      }
    }
  }

  private static float[] floats(SingleInstruction program, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) program.random().nextGaussian();
    }
    return floats;
  }
}
