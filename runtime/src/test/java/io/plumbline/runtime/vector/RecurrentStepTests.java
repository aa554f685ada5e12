package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and depths that fill blocks of vectors, and that do not. */
class RecurrentStepTests {
  private static final int STEPS = 3;
  private static final int BATCH = 2;
  private static final int DIRECTIONS = 2;

  @ParameterizedTest
  @CsvSource({"1,1", "4,16", "5,17", "130,64", "3,65"})
  void layersOfAnySize(int features, int hidden) {
    for (RecurrentCell cell : RecurrentCell.values()) {
      for (DType dtype : new DType[] {DType.INT8, DType.UINT8, DType.INT16}) {
        SingleInstruction builder = new SingleInstruction(hidden);
        Shape states = Shape.of(DIRECTIONS, BATCH, hidden);
        Shape sequence = Shape.of(STEPS, BATCH, features);
        Shape all = Shape.of(STEPS, DIRECTIONS, BATCH, hidden);
        List<Integer> inputs = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        inputs.add(builder.input(dtype, sequence, 0.01f, 100));
        outputs.add(builder.value(DType.FLOAT32, all, 1, 0));
        for (int state = 0; state < cell.states(); state++) {
          inputs.add(builder.input(DType.INT8, states, 0.01f, 7));
          outputs.add(builder.value(DType.INT8, states, 0.01f, -3));
        }
        builder.check(
            Rounding.HALF_EVEN,
            1,
            new Instruction.Recurrent(
                "layer",
                cell,
                RecurrentDirection.BIDIRECTIONAL,
                inputs,
                outputs,
                weights(builder, cell.gates() * hidden, features, hidden)));
      }
    }
  }

  private static RecurrentWeights weights(
      SingleInstruction builder, int rows, int features, int hidden) {
    return new RecurrentWeights(
        bytes(builder, rows, features),
        bytes(builder, rows, hidden),
        reals(builder, 1e-4f, rows),
        reals(builder, 1e-6f, rows),
        reals(builder, 0.5f, DIRECTIONS, rows),
        reals(builder, 0.5f, DIRECTIONS, rows));
  }

  private static Tensor bytes(SingleInstruction builder, int rows, int depth) {
    Shape shape = Shape.of(DIRECTIONS, rows, depth);
    return Tensor.of(shape, builder.bytes(DIRECTIONS * rows * depth, -127, 127));
  }

  private static Tensor reals(SingleInstruction builder, float reach, long... dims) {
    Shape shape = Shape.of(dims);
    float[] reals = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = builder.random().nextFloat(reach);
    }
    return Tensor.of(shape, reals);
  }
}
