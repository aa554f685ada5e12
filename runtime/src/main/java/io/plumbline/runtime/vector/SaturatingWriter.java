package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.OutputStage;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Requantisation to 8 bits with any rounding and accumulators of any magnitude. */
final class SaturatingWriter implements AccumulatorWriter {
  private final float[] multipliers;
  private final Quantizer quantizer;

  SaturatingWriter(OutputStage.Requantised stage, int channels, Quantizer quantizer) {
    this.multipliers = RequantisingWriter.perChannel(stage.multipliers(), channels);
    this.quantizer = quantizer;
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
      for (int c = 0; c < channels; c += Lanes.COUNT) {
        FloatVector sums = FloatVector.fromArray(Lanes.FLOATS, tile, row * width + c);
        FloatVector factors = FloatVector.fromArray(Lanes.FLOATS, multipliers, channel + c);
        IntVector quantized = quantizer.quantize(sums.mul(factors));
        Lanes.storeBytes(
            quantized, out, at + row * stride + c, Math.min(Lanes.COUNT, channels - c));
      }
    }
  }
}
