package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/** Weighted sums along the middle of [outer, extent, inner], a run of inner elements at once. */
final class ResampleStep implements Step {
  private final Instruction.Resample resample;
  private final int outer;
  private final int extent;
  private final int inner;
  private final int slices;
  private final int taps;
  private final long[] indices;
  private final float[] weights;
  private final RealReader reader;
  private final RealWriter writer;

  private ResampleStep(Instruction.Resample resample, Program program) {
    ProgramValue from = program.value(resample.input());
    ProgramValue to = program.value(resample.output());
    Shape shape = from.shape();
    this.resample = resample;
    this.extent = shape.intDim(resample.axis());
    this.inner = Math.toIntExact(shape.strides()[resample.axis()]);
    this.slices = to.shape().intDim(resample.axis());
    this.outer = Math.toIntExact(to.shape().elements() / inner / slices);
    this.taps = resample.indices().shape().intDim(1);
    this.indices = resample.indices().toLongs();
    this.weights = resample.weights().toFloats();
    this.reader = RealReader.of(from);
    this.writer = RealWriter.of(to, program.rounding());
  }

  static Optional<Step> of(Instruction.Resample resample, Program program) {
    ProgramValue from = program.value(resample.input());
    ProgramValue to = program.value(resample.output());
    return RealReader.reads(from) && RealWriter.writes(to) && to.shape().elements() > 0
        ? Optional.of(new ResampleStep(resample, program))
        : Optional.empty();
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(resample.input());
    byte[] to = context.bytes(resample.output());
    context.parallel(
        outer * slices,
        (begin, end, _) -> {
          for (int row = begin; row < end; row++) {
            runRow(from, to, row / slices * extent, row % slices * taps, row * inner);
          }
        });
  }

  private void runRow(byte[] from, byte[] to, int base, int tap, int at) {
    for (int i = 0; i < inner; i += Lanes.COUNT) {
      FloatVector sum = term(from, base, tap, i);
      for (int next = 1; next < taps; next++) {
        sum = sum.add(term(from, base, tap + next, i));
      }
      writer.write(sum, to, at + i, Math.min(Lanes.COUNT, inner - i));
    }
  }

  private FloatVector term(byte[] from, int base, int tap, int i) {
    return reader.read(from, (base + (int) indices[tap]) * inner + i).mul(weights[tap]);
  }
}
