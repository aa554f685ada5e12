package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * A two-operand function to 8 or 16 bits or float32 whose operands are equal in shape or repeat in
 * one run of axes.
 */
final class ArithmeticStep implements Step {
  private final Instruction.Arithmetic instruction;
  private final BroadcastRows rows;
  private final RealReader left;
  private final RealReader right;
  private final RealWriter writer;

  private ArithmeticStep(Instruction.Arithmetic instruction, BroadcastRows rows, Program program) {
    ProgramValue output = program.value(instruction.output());
    this.instruction = instruction;
    this.rows = rows;
    this.left = RealReader.of(program.value(instruction.left()));
    this.right = RealReader.of(program.value(instruction.right()));
    this.writer = RealWriter.of(output, program.rounding());
  }

  static Optional<Step> of(Instruction.Arithmetic instruction, Program program) {
    ProgramValue left = program.value(instruction.left());
    ProgramValue right = program.value(instruction.right());
    ProgramValue output = program.value(instruction.output());
    if (!RealReader.reads(left) || !RealReader.reads(right) || !RealWriter.writes(output)) {
      return Optional.empty();
    }
    return BroadcastRows.of(left.shape(), right.shape(), output.shape())
        .map(rows -> new ArithmeticStep(instruction, rows, program));
  }

  @Override
  public void run(RunContext context) {
    byte[] leftBytes = context.bytes(instruction.left());
    byte[] rightBytes = context.bytes(instruction.right());
    byte[] to = context.bytes(instruction.output());
    context.parallel(
        rows.count(),
        (begin, end, _) -> {
          for (int row = begin; row < end; row++) {
            runRow(leftBytes, rightBytes, to, row);
          }
        });
  }

  private void runRow(byte[] leftBytes, byte[] rightBytes, byte[] to, int row) {
    int leftAt = rows.left().start(row);
    int rightAt = rows.right().start(row);
    int at = rows.start(row);
    int length = rows.length(row);
    for (int i = 0; i < length; i += Lanes.COUNT) {
      FloatVector a =
          rows.left().splats() ? left.splat(leftBytes, leftAt) : left.read(leftBytes, leftAt + i);
      FloatVector b =
          rows.right().splats()
              ? right.splat(rightBytes, rightAt)
              : right.read(rightBytes, rightAt + i);
      FloatVector real = apply(a, b).max(instruction.low()).min(instruction.high());
      int count = Math.min(Lanes.COUNT, length - i);
      writer.write(real, to, at + i, count);
    }
  }

  private FloatVector apply(FloatVector a, FloatVector b) {
    ArithmeticFunction function = instruction.function();
    return switch (function) {
      case ADD -> a.add(b);
      case SUB -> a.sub(b);
      case MUL -> a.mul(b);
      case DIV -> a.div(b);
      case MIN -> a.min(b);
      case MAX -> a.max(b);
    };
  }
}
