package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Layer normalisation of bytes to bytes; the moments are sums of integers. */
final class LayerNormStep implements Step {
  /** Longest row whose scaled integers and sums of squares fit 32 bits. */
  private static final int LONGEST = 30_000;

  private final Instruction.LayerNorm norm;
  private final int rows;
  private final int length;
  private final ByteCode code;
  private final double step;
  private final float[] scale;
  private final float[] bias;
  private final RealWriter writer;

  private LayerNormStep(Instruction.LayerNorm norm, Program program) {
    ProgramValue from = program.value(norm.input());
    ProgramValue to = program.value(norm.output());
    this.norm = norm;
    this.length = length(norm, from);
    this.rows = Math.toIntExact(from.shape().elements() / length);
    this.code = ByteCode.of(from);
    this.step = from.quant().scale();
    this.scale = parameters(norm.scale(), length);
    this.bias = parameters(norm.bias(), length);
    this.writer = RealWriter.of(to, program.rounding());
  }

  private static int length(Instruction.LayerNorm norm, ProgramValue from) {
    int length = 1;
    for (int axis = 1; axis <= norm.axes(); axis++) {
      length *= from.shape().intDim(-axis);
    }
    return length;
  }

  private static float[] parameters(Tensor given, int length) {
    float[] values = Arrays.copyOf(given.toFloats(), Lanes.roundUp(length));
    if (given.elements() == 1) {
      Arrays.fill(values, given.getFloat(0));
    }
    return values;
  }

  static Optional<Step> of(Instruction.LayerNorm norm, Program program) {
    ProgramValue from = program.value(norm.input());
    boolean handled =
        ByteCode.reads(from)
            && RealWriter.writes(program.value(norm.output()))
            && length(norm, from) > 0
            && length(norm, from) <= LONGEST;
    return handled ? Optional.of(new LayerNormStep(norm, program)) : Optional.empty();
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(norm.input());
    byte[] to = context.bytes(norm.output());
    context.parallel(
        rows,
        (begin, end, _) -> {
          for (int row = begin; row < end; row++) {
            runRow(from, to, row * length);
          }
        });
  }

  private void runRow(byte[] from, byte[] to, int at) {
    int sum = 0;
    int squares = 0;
    for (int i = at; i < at + length; i++) {
      int centred = code.centred(from[i]);
      sum += centred;
      squares += centred * centred;
    }
    double variance =
        (double) ((long) length * squares - (long) sum * sum) / ((double) length * length);
    double deviation = Math.sqrt(variance * step * step + norm.epsilon());
    float factor = (float) (step / (deviation * length));
    int shift = length * code.zeroPoint() + sum;
    for (int i = 0; i < length; i += Lanes.COUNT) {
      IntVector distances = Lanes.loadInts(from, at + i, code.flip()).mul(length).sub(shift);
      FloatVector normal =
          ((FloatVector) distances.convert(VectorOperators.I2F, 0))
              .mul(factor)
              .mul(FloatVector.fromArray(Lanes.FLOATS, scale, i))
              .add(FloatVector.fromArray(Lanes.FLOATS, bias, i));
      int count = Math.min(Lanes.COUNT, length - i);
      writer.write(normal, to, at + i, count);
    }
  }
}
