package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;

/** Turns complete accumulators, whose channels run fastest, into the output value. */
final class AccumulatorOutput {
  private AccumulatorOutput() {}

  static Tensor write(
      OutputStage stage, ProgramValue output, Rounding rounding, long[] accumulators) {
    return switch (stage) {
      case OutputStage.Requantised requantised ->
          requantise(requantised, output, rounding, accumulators);
      case OutputStage.Stepped stepped -> step(stepped, output, rounding, accumulators);
      case OutputStage.FixedPoint fixed -> rescale(fixed, output, accumulators);
      case OutputStage.Dequantised dequantised -> dequantise(dequantised, output, accumulators);
    };
  }

  private static Tensor requantise(
      OutputStage.Requantised stage, ProgramValue output, Rounding rounding, long[] accumulators) {
    int factors = stage.multipliers().size();
    int zeroPoint = output.quant().zeroPoint();
    int[] integers = new int[accumulators.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] =
          QuantizedArithmetic.requantize(
              accumulators[i],
              stage.multipliers().get(i % factors),
              zeroPoint,
              stage.low(),
              stage.high(),
              rounding);
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), integers);
  }

  private static Tensor rescale(
      OutputStage.FixedPoint stage, ProgramValue output, long[] accumulators) {
    int zeroPoint = output.quant().zeroPoint();
    int[] integers = new int[accumulators.length];
    for (int i = 0; i < integers.length; i++) {
      int channel = i % stage.integers().size();
      integers[i] = stage.integer(accumulators[i], channel, zeroPoint);
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), integers);
  }

  private static Tensor step(
      OutputStage.Stepped stage, ProgramValue output, Rounding rounding, long[] accumulators) {
    int factors = stage.multipliers().size();
    int[] entries = stage.entries();
    int[] zeros = stage.zeros(stage.tables().size());
    int[] integers = new int[accumulators.length];
    for (int i = 0; i < integers.length; i++) {
      int position =
          QuantizedArithmetic.requantize(
              accumulators[i],
              stage.multipliers().get(i % factors),
              0,
              OutputStage.Stepped.LOWEST,
              OutputStage.Stepped.HIGHEST,
              rounding);
      integers[i] = entries[zeros[i % zeros.length] + position];
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), integers);
  }

  private static Tensor dequantise(
      OutputStage.Dequantised stage, ProgramValue output, long[] accumulators) {
    int factors = stage.scales().size();
    float[] reals = new float[accumulators.length];
    for (int i = 0; i < reals.length; i++) {
      float real = (float) accumulators[i] * stage.scales().get(i % factors);
      reals[i] = QuantizedArithmetic.limit(real, stage.low(), stage.high());
    }
    return Tensor.of(output.shape(), reals);
  }
}
