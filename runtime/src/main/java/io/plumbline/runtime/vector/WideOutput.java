package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import java.util.List;

/**
 * Takes complete sums in float64 through the output stage into a value of 8 or 16 bits or float32.
 * Their conversion to float32 is the one rounding that the accumulator's conversion is.
 */
final class WideOutput {
  private final OutputStage stage;
  private final DType dtype;
  private final int zeroPoint;
  private final Rounding rounding;
  private final float[] factors;
  private final int[] entries;
  private final int[] zeros;

  WideOutput(OutputStage stage, ProgramValue output, Rounding rounding, int channels) {
    this.stage = stage;
    this.dtype = output.dtype();
    this.zeroPoint = output.params().isPresent() ? output.quant().zeroPoint() : 0;
    this.rounding = rounding;
    this.factors =
        RequantisingWriter.perChannel(
            switch (stage) {
              case OutputStage.Requantised requantised -> requantised.multipliers();
              case OutputStage.Stepped stepped -> stepped.multipliers();
              case OutputStage.FixedPoint _ -> List.of(1f);
              case OutputStage.Dequantised dequantised -> dequantised.scales();
            },
            channels);
    boolean stepped = stage instanceof OutputStage.Stepped;
    this.entries = stepped ? ((OutputStage.Stepped) stage).entries() : new int[0];
    this.zeros = stepped ? ((OutputStage.Stepped) stage).zeros(channels) : new int[0];
  }

  /**
   * Writes the sums of some channels of one place.
   *
   * @param channel of the first sum
   * @param at element of the output that the first sum becomes
   */
  void write(double[] sums, int count, int channel, byte[] out, int at) {
    for (int i = 0; i < count; i++) {
      float scaled = (float) sums[i] * factors[channel + i];
      switch (stage) {
        case OutputStage.Requantised requantised ->
            store(integer(scaled, zeroPoint, requantised.low(), requantised.high()), out, at + i);
        case OutputStage.Stepped _ -> {
          int low = OutputStage.Stepped.LOWEST;
          int position = integer(scaled, 0, low, OutputStage.Stepped.HIGHEST);
          store(entries[zeros[channel + i] + position], out, at + i);
        }
        case OutputStage.FixedPoint fixed ->
            store(fixed.integer((long) sums[i], channel + i, zeroPoint), out, at + i);
        case OutputStage.Dequantised real -> {
          float limited = QuantizedArithmetic.limit(scaled, real.low(), real.high());
          store(Float.floatToRawIntBits(limited), out, at + i);
        }
      }
    }
  }

  private int integer(float scaled, int zero, int low, int high) {
    return QuantizedArithmetic.quantize(scaled, 1, zero, low, high, rounding);
  }

  private void store(int bits, byte[] out, int element) {
    int bytes = dtype.bytes();
    for (int octet = 0; octet < bytes; octet++) {
      out[element * bytes + octet] = (byte) (bits >> (Byte.SIZE * octet));
    }
  }
}
