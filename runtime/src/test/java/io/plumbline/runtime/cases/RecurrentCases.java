package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers of every cell and direction. */
final class RecurrentCases {
  private static final int STEPS = 4;
  private static final int BATCH = 2;
  private static final int FEATURES = 5;
  private static final int HIDDEN = 3;

  private RecurrentCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (RecurrentCell cell : RecurrentCell.values()) {
      for (RecurrentDirection direction : RecurrentDirection.values()) {
        boolean real = direction == RecurrentDirection.REVERSE;
        cases.add(recurrent(cell, direction, DType.INT8, real));
        cases.add(recurrent(cell, direction, DType.INT16, real));
      }
    }
    return List.copyOf(cases);
  }

  /**
   * @param real whether results are float32
   */
  private static ExecutorCase recurrent(
      RecurrentCell cell, RecurrentDirection direction, DType dtype, boolean real) {
    Integers data = new Integers(91 + cell.gates());
    ProgramBuilder builder = new ProgramBuilder();
    int directions = direction == RecurrentDirection.BIDIRECTIONAL ? 2 : 1;
    List<Integer> inputs = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    inputs.add(
        builder.feed(
            builder.quantized(QuantParams.perTensor(dtype, 0.02f, 9), STEPS, BATCH, FEATURES),
            data.tensor(dtype, STEPS, BATCH, FEATURES)));
    outputs.add(result(builder, dtype, real, STEPS, directions, BATCH, HIDDEN));
    for (int state = 0; state < cell.states(); state++) {
      inputs.add(
          builder.feed(
              builder.real(directions, BATCH, HIDDEN), data.reals(1, directions, BATCH, HIDDEN)));
      outputs.add(result(builder, dtype, real, directions, BATCH, HIDDEN));
    }
    builder.add(
        new Instruction.Recurrent(
            "layer", cell, direction, inputs, outputs, weights(data, directions, cell.gates())));
    outputs.forEach(builder::output);
    return builder.build(
        "%s %s from %s to %s"
            .formatted(cell, direction, dtype.label(), real ? "f32" : dtype.label()));
  }

  private static int result(ProgramBuilder builder, DType dtype, boolean real, long... dims) {
    return real ? builder.real(dims) : builder.quantized(params(dtype), dims);
  }

  private static QuantParams params(DType dtype) {
    return QuantParams.perTensor(dtype, dtype.bytes() == 1 ? 0.02f : 0.00004f, -3);
  }

  private static RecurrentWeights weights(Integers data, int directions, int gates) {
    long rows = (long) gates * HIDDEN;
    return new RecurrentWeights(
        data.weights(directions, rows, FEATURES),
        data.weights(directions, rows, HIDDEN),
        data.reals(1e-4f, rows),
        data.reals(4e-7f, rows),
        data.reals(0.5f, directions, rows),
        data.reals(0.5f, directions, rows));
  }
}
