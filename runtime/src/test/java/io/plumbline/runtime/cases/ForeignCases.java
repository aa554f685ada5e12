package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** A stand-in for the float engine that runs foreign operations. */
public final class ForeignCases {
  /** Every foreign operation negates its one float32 operand. */
  public static final ForeignOps NEGATION = ForeignCases::negation;

  private ForeignCases() {}

  private static ForeignOps.Prepared negation(Instruction.Foreign instruction, Program program) {
    return operands -> {
      float[] values = operands.getFirst().toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] = -values[i];
      }
      return List.of(Tensor.of(operands.getFirst().shape(), values));
    };
  }
}
