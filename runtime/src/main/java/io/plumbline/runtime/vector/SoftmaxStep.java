package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.ElementaryFunctions;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * Softmax of bytes: the distance from the largest of a row has 256 values, whose exponentials are
 * computed once. Sums run in the order of the definition.
 */
final class SoftmaxStep implements Step {
  private static final int DISTANCES = 256;

  private final int input;
  private final int output;
  private final int rows;
  private final int length;
  private final byte flip;
  private final float[] exponentials = new float[DISTANCES];
  private final RealWriter writer;

  private SoftmaxStep(Instruction.Softmax softmax, Program program) {
    ProgramValue from = program.value(softmax.input());
    ProgramValue to = program.value(softmax.output());
    this.input = softmax.input();
    this.output = softmax.output();
    this.length = from.shape().intDim(-1);
    this.rows = Math.toIntExact(from.shape().elements() / length);
    this.flip = ByteCode.of(from).flip();
    this.writer = RealWriter.of(to, program.rounding());
    for (int distance = 0; distance < DISTANCES; distance++) {
      exponentials[distance] = ElementaryFunctions.exp(-(float) distance * from.quant().scale());
    }
  }

  static Optional<Step> of(Instruction.Softmax softmax, Program program) {
    ProgramValue from = program.value(softmax.input());
    boolean handled =
        !softmax.logarithm()
            && ByteCode.reads(from)
            && RealWriter.writes(program.value(softmax.output()))
            && from.shape().elements() > 0;
    return handled ? Optional.of(new SoftmaxStep(softmax, program)) : Optional.empty();
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    context.parallel(
        rows,
        (begin, end, scratch) -> {
          float[] powers = scratch.tile(Lanes.roundUp(length));
          for (int row = begin; row < end; row++) {
            divide(powers, exponentiate(from, row * length, powers), to, row * length);
          }
        });
  }

  private float exponentiate(byte[] from, int at, float[] powers) {
    int largest = Byte.MIN_VALUE;
    for (int i = at; i < at + length; i++) {
      largest = Math.max(largest, (byte) (from[i] ^ flip));
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      float power = exponentials[largest - (byte) (from[at + i] ^ flip)];
      powers[i] = power;
      sum += power;
    }
    return (float) sum;
  }

  private void divide(float[] powers, float total, byte[] to, int at) {
    for (int i = 0; i < length; i += Lanes.COUNT) {
      FloatVector shares = FloatVector.fromArray(Lanes.FLOATS, powers, i).div(total);
      writer.write(shares, to, at + i, Math.min(Lanes.COUNT, length - i));
    }
  }
}
