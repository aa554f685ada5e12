package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A mean over neighbouring axes before the last one, as a mean over the middle of [outer, count,
 * inner].
 */
final class MeanStep implements Step {
  private static final int LARGEST_STEP = 255;

  private final Instruction.Mean mean;
  private final int outer;
  private final int count;
  private final int inner;
  private final ByteCode code;
  private final float multiplier;
  private final Quantizer quantizer;

  private MeanStep(Instruction.Mean mean, Program program, int outer, int count, int inner) {
    ProgramValue from = program.value(mean.input());
    ProgramValue to = program.value(mean.output());
    this.mean = mean;
    this.outer = outer;
    this.count = count;
    this.inner = inner;
    this.code = ByteCode.of(from);
    this.multiplier =
        QuantizedArithmetic.meanMultiplier(from.quant().scale(), to.quant().scale(), count);
    this.quantizer = Quantizer.of(to, program.rounding());
  }

  static Optional<Step> of(Instruction.Mean mean, Program program) {
    ProgramValue from = program.value(mean.input());
    Shape shape = from.shape();
    if (!ByteCode.reads(from) || !ByteCode.reads(program.value(mean.output()))) {
      return Optional.empty();
    }
    int first = mean.axes().stream().mapToInt(Integer::intValue).min().orElse(0);
    int last = mean.axes().stream().mapToInt(Integer::intValue).max().orElse(0);
    boolean neighbours = first >= 0 && last - first + 1 == mean.axes().size();
    if (!neighbours || last == shape.rank() - 1 || shape.elements() == 0) {
      return Optional.empty();
    }
    long count = extent(shape, first, last + 1);
    if (count > Integer.MAX_VALUE / LARGEST_STEP) {
      return Optional.empty();
    }
    int outer = (int) extent(shape, 0, first);
    int inner = (int) extent(shape, last + 1, shape.rank());
    return Optional.of(new MeanStep(mean, program, outer, (int) count, inner));
  }

  private static long extent(Shape shape, int begin, int end) {
    long product = 1;
    for (int axis = begin; axis < end; axis++) {
      product *= shape.dim(axis);
    }
    return product;
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(mean.input());
    byte[] to = context.bytes(mean.output());
    int blocks = Math.ceilDiv(inner, Lanes.COUNT);
    context.parallel(
        outer * blocks,
        (begin, end, _) -> {
          for (int unit = begin; unit < end; unit++) {
            runBlock(from, to, unit / blocks, unit % blocks * Lanes.COUNT);
          }
        });
  }

  private void runBlock(byte[] from, byte[] to, int batch, int channel) {
    IntVector sum = IntVector.broadcast(Lanes.INTS, -count * code.zeroPoint());
    int at = batch * count * inner + channel;
    for (int i = 0; i < count; i++) {
      sum = sum.add(Lanes.loadInts(from, at + i * inner, code.flip()));
    }
    FloatVector scaled = ((FloatVector) sum.convert(VectorOperators.I2F, 0)).mul(multiplier);
    int used = Math.min(Lanes.COUNT, inner - channel);
    Lanes.storeBytes(quantizer.quantize(scaled), to, batch * inner + channel, used);
  }
}
