package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;

/** Chooses how the accumulators of one value reach memory. */
record AccumulatorWriters(OutputStage stage, ProgramValue output, Rounding rounding) {
  /** Whether sums are of 32 bits and the stage's output is of a type written here. */
  static boolean handle(Accumulator accumulator, OutputStage stage, ProgramValue output) {
    boolean written =
        switch (stage) {
          case OutputStage.Requantised _, OutputStage.Stepped _ -> ByteCode.reads(output);
          case OutputStage.FixedPoint _ -> false; // needs all 32 bits of a sum: WideOutput
          case OutputStage.Dequantised _ -> output.dtype() == DType.FLOAT32;
        };
    return accumulator == Accumulator.INT32 && written;
  }

  /**
   * @param largest a bound on the magnitude of any accumulator
   */
  AccumulatorWriter writer(int channels, long largest) {
    return switch (stage) {
      case OutputStage.Requantised requantised -> requantising(requantised, channels, largest);
      case OutputStage.Stepped stepped -> new SteppedWriter(stepped, channels, rounding);
      case OutputStage.FixedPoint _ ->
          throw new IllegalArgumentException("float32 does not hold every sum of 32 bits");
      case OutputStage.Dequantised dequantised -> new DequantisingWriter(dequantised, channels);
    };
  }

  private AccumulatorWriter requantising(
      OutputStage.Requantised requantised, int channels, long largest) {
    int zeroPoint = output.quant().zeroPoint();
    if (rounding == Rounding.HALF_EVEN
        && RequantisingWriter.fits(requantised.multipliers(), largest)) {
      return new RequantisingWriter(requantised, channels, zeroPoint);
    }
    Quantizer quantizer = new Quantizer(rounding, zeroPoint, requantised.low(), requantised.high());
    return new SaturatingWriter(requantised, channels, quantizer);
  }
}
