package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.Rounding;

/** Requantisation to 8 bits with any rounding and any magnitude, one element at a time. */
final class ScalarWriter implements AccumulatorWriter {
  private final float[] multipliers;
  private final Rounding rounding;
  private final int zeroPoint;
  private final int low;
  private final int high;

  ScalarWriter(OutputStage.Requantised stage, int channels, int zeroPoint, Rounding rounding) {
    this.multipliers = RequantisingWriter.perChannel(stage.multipliers(), channels);
    this.rounding = rounding;
    this.zeroPoint = zeroPoint;
    this.low = stage.low();
    this.high = stage.high();
  }

  @Override
  public void write(
      float[] tile,
      int rows,
      int width,
      int channel,
      int channels,
      byte[] out,
      int at,
      int stride) {
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        float real = tile[row * width + c] * multipliers[channel + c];
        out[at + row * stride + c] =
            (byte) QuantizedArithmetic.quantize(real, 1f, zeroPoint, low, high, rounding);
      }
    }
  }
}
