package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * A two-operand function to 8 or 16 bits or float32 whose operands are equal in shape or repeat in
 * one run of axes.
 */
final class ArithmeticStep implements Step {
  private static final int CHUNK = 1024;

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
        (begin, end, scratch) -> {
          float[] others = new float[CHUNK];
          for (int row = begin; row < end; row++) {
            runRow(leftBytes, rightBytes, to, row, scratch, others);
          }
        });
  }

  private void runRow(
      byte[] leftBytes, byte[] rightBytes, byte[] to, int row, Scratch scratch, float[] others) {
    float[] reals = scratch.tile(CHUNK);
    int[] integers = scratch.sums(CHUNK);
    int length = rows.length(row);
    for (int i = 0; i < length; i += CHUNK) {
      int count = Math.min(CHUNK, length - i);
      read(left, rows.left(), leftBytes, row, i, count, reals);
      read(right, rows.right(), rightBytes, row, i, count, others);
      apply(reals, others, count);
      limit(reals, count);
      writer.write(reals, integers, count, to, rows.start(row) + i);
    }
  }

  private static void read(
      RealReader reader,
      BroadcastRows.Operand operand,
      byte[] bytes,
      int row,
      int i,
      int count,
      float[] reals) {
    int start = operand.start(row);
    if (operand.splats()) {
      Arrays.fill(reals, 0, count, reader.one(bytes, start));
    } else {
      reader.read(bytes, start + i, count, reals);
    }
  }

  private void apply(float[] a, float[] b, int count) {
    switch (instruction.function()) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          a[i] += b[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < count; i++) {
          a[i] -= b[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < count; i++) {
          a[i] *= b[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < count; i++) {
          a[i] /= b[i];
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          a[i] = Math.min(a[i], b[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          a[i] = Math.max(a[i], b[i]);
        }
      }
    }
  }

  private void limit(float[] reals, int count) {
    float low = instruction.low();
    float high = instruction.high();
    for (int i = 0; i < count; i++) {
      reals[i] = Math.min(Math.max(reals[i], low), high);
    }
  }
}
