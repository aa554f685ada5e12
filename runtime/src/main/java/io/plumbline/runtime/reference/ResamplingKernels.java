package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;

/** Weighted sums of slices along an axis. */
final class ResamplingKernels {
  private ResamplingKernels() {}

  static Tensor resample(Instruction.Resample resample, Program program, Tensor input) {
    ProgramValue value = program.value(resample.input());
    ProgramValue output = program.value(resample.output());
    float[] reals = QuantizationKernels.read(value, input);
    long[] indices = resample.indices().toLongs();
    float[] weights = resample.weights().toFloats();
    int taps = resample.indices().shape().intDim(1);
    int extent = value.shape().intDim(resample.axis());
    int inner = Math.toIntExact(value.shape().strides()[resample.axis()]);
    int slices = output.shape().intDim(resample.axis());
    float[] result = new float[Math.toIntExact(output.shape().elements())];
    for (int i = 0; i < result.length; i++) {
      int slice = i / inner % slices;
      int outer = i / inner / slices;
      float sum = 0;
      for (int tap = slice * taps; tap < (slice + 1) * taps; tap++) {
        int from = (outer * extent + (int) indices[tap]) * inner + i % inner;
        float term = weights[tap] * reals[from];
        sum = tap == slice * taps ? term : sum + term;
      }
      result[i] = sum;
    }
    return QuantizationKernels.write(output, program.rounding(), result);
  }
}
