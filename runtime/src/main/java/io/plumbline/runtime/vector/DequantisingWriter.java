package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.OutputStage;
import jdk.incubator.vector.FloatVector;

/** Accumulators to float32: scaled, then limited. */
final class DequantisingWriter implements AccumulatorWriter {
  private final float[] scales;
  private final float low;
  private final float high;

  DequantisingWriter(OutputStage.Dequantised stage, int channels) {
    this.scales = RequantisingWriter.perChannel(stage.scales(), channels);
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
      for (int c = 0; c < channels; c += Lanes.COUNT) {
        FloatVector sums = FloatVector.fromArray(Lanes.FLOATS, tile, row * width + c);
        FloatVector factors = FloatVector.fromArray(Lanes.FLOATS, scales, channel + c);
        FloatVector real = sums.mul(factors).max(low).min(high);
        int to = (at + row * stride + c) * Float.BYTES;
        Lanes.storeFloats(real, out, to, Math.min(Lanes.COUNT, channels - c));
      }
    }
  }
}
