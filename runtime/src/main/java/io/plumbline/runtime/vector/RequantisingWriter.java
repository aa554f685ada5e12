package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.OutputStage;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Requantisation to 8 bits, ties to even, of accumulators whose scaled magnitude is proved to stay
 * within {@link Lanes#ROUNDING_LIMIT}.
 */
final class RequantisingWriter implements AccumulatorWriter {
  private final float[] multipliers;
  private final int zeroPoint;
  private final int low;
  private final int high;

  RequantisingWriter(OutputStage.Requantised stage, int channels, int zeroPoint) {
    this.multipliers = perChannel(stage.multipliers(), channels);
    this.zeroPoint = zeroPoint;
    this.low = stage.low();
    this.high = stage.high();
  }

  /** One factor for each channel, with a vector of zeros behind the last. */
  static float[] perChannel(List<Float> factors, int channels) {
    float[] all = new float[channels + PanelLayout.MAX_VECTORS * Lanes.COUNT];
    if (factors.size() == 1) {
      Arrays.fill(all, 0, channels, factors.getFirst());
    } else {
      for (int i = 0; i < channels; i++) {
        all[i] = factors.get(i);
      }
    }
    return all;
  }

  /**
   * Whether no accumulator up to {@code largest} in magnitude leaves the range that rounds fast.
   */
  static boolean fits(List<Float> multipliers, long largest) {
    for (float multiplier : multipliers) {
      if (!(Math.abs((double) multiplier) * (double) largest < Lanes.ROUNDING_LIMIT - 1)) {
        return false;
      }
    }
    return true;
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
    int full = channels / Lanes.COUNT * Lanes.COUNT;
    VectorMask<Byte> rest = Lanes.BYTES.indexInRange(0, channels - full);
    for (int row = 0; row < rows; row++) {
      int to = at + row * stride;
      for (int c = 0; c < full; c += Lanes.COUNT) {
        ByteVector bytes =
            (ByteVector)
                FloatVector.fromArray(Lanes.FLOATS, tile, row * width + c)
                    .mul(FloatVector.fromArray(Lanes.FLOATS, multipliers, channel + c))
                    .add(Lanes.ROUNDING_SHIFT)
                    .reinterpretAsInts()
                    .sub(Lanes.ROUNDING_SHIFT_BITS - zeroPoint)
                    .max(low)
                    .min(high)
                    .convertShape(VectorOperators.I2B, Lanes.BYTES, 0);
        if (Lanes.BYTES.length() == Lanes.COUNT) {
          bytes.intoArray(out, to + c);
        } else {
          bytes.intoArray(out, to + c, Lanes.ALL_BYTES);
        }
      }
      if (full < channels) {
        IntVector last = requantise(tile, row * width + full, channel + full);
        ByteVector bytes = (ByteVector) last.convertShape(VectorOperators.I2B, Lanes.BYTES, 0);
        bytes.intoArray(out, to + full, rest);
      }
    }
  }

  private IntVector requantise(float[] tile, int at, int channel) {
    FloatVector sums = FloatVector.fromArray(Lanes.FLOATS, tile, at);
    FloatVector scaled = sums.mul(FloatVector.fromArray(Lanes.FLOATS, multipliers, channel));
    return Lanes.roundHalfEven(scaled, zeroPoint).max(low).min(high);
  }
}
