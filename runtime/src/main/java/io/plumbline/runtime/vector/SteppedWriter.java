package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.Rounding;
import jdk.incubator.vector.FloatVector;

/** Accumulators to a fused function's result: 16-bit positions in tables. */
final class SteppedWriter implements AccumulatorWriter {
  private final float[] multipliers;
  private final int[] entries;
  private final int[] zeros;
  private final Quantizer quantizer;

  SteppedWriter(OutputStage.Stepped stage, int channels, Rounding rounding) {
    this.multipliers = RequantisingWriter.perChannel(stage.multipliers(), channels);
    this.entries = stage.entries();
    this.zeros = stage.zeros(channels);
    this.quantizer =
        new Quantizer(rounding, 0, OutputStage.Stepped.LOWEST, OutputStage.Stepped.HIGHEST);
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
    int[] positions = new int[Lanes.COUNT];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c += Lanes.COUNT) {
        FloatVector sums = FloatVector.fromArray(Lanes.FLOATS, tile, row * width + c);
        FloatVector factors = FloatVector.fromArray(Lanes.FLOATS, multipliers, channel + c);
        quantizer.quantize(sums.mul(factors)).intoArray(positions, 0);
        int to = at + row * stride + c;
        int count = Math.min(Lanes.COUNT, channels - c);
        for (int i = 0; i < count; i++) {
          out[to + i] = (byte) entries[zeros[channel + c + i] + positions[i]];
        }
      }
    }
  }
}
