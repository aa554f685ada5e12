package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Rounding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * Takes complete sums in float64 through the output stage into a value of 8 or 16 bits or float32.
 * Their conversion to float32 is the one rounding that the accumulator's conversion is.
 */
final class WideOutput {
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final OutputStage stage;
  private final IntegerWriter writer;
  private final int zeroPoint;
  private final Quantizer quantizer;

  /** By channel, and a vector of any numbers behind. */
  private final float[] factors;

  private final int[] entries;
  private final int[] zeros;

  WideOutput(OutputStage stage, ProgramValue output, Rounding rounding, int channels) {
    this.stage = stage;
    this.writer = new IntegerWriter(output.dtype());
    this.zeroPoint = output.params().isPresent() ? output.quant().zeroPoint() : 0;
    this.quantizer = quantizer(stage, rounding, zeroPoint);
    float[] perChannel =
        RequantisingWriter.perChannel(
            switch (stage) {
              case OutputStage.Requantised requantised -> requantised.multipliers();
              case OutputStage.Stepped stepped -> stepped.multipliers();
              case OutputStage.FixedPoint _ -> List.of(1f);
              case OutputStage.Dequantised dequantised -> dequantised.scales();
            },
            channels);
    this.factors = Arrays.copyOf(perChannel, channels + Lanes.COUNT);
    boolean stepped = stage instanceof OutputStage.Stepped;
    this.entries = stepped ? ((OutputStage.Stepped) stage).entries() : new int[0];
    this.zeros = stepped ? ((OutputStage.Stepped) stage).zeros(channels) : new int[0];
  }

  /** To the integers of the output, or to positions in tables. */
  private static Quantizer quantizer(OutputStage stage, Rounding rounding, int zeroPoint) {
    return switch (stage) {
      case OutputStage.Requantised to -> new Quantizer(rounding, zeroPoint, to.low(), to.high());
      case OutputStage.Stepped _ ->
          new Quantizer(rounding, 0, OutputStage.Stepped.LOWEST, OutputStage.Stepped.HIGHEST);
      case OutputStage.FixedPoint _, OutputStage.Dequantised _ ->
          new Quantizer(rounding, zeroPoint, 0, 0);
    };
  }

  /** Memory of one thread for some sums. */
  static final class Row {
    private final float[] scaled;
    private final int[] integers;

    Row(int sums) {
      this.scaled = new float[Lanes.roundUp(sums) + 1];
      this.integers = new int[Lanes.roundUp(sums)];
    }
  }

  /**
   * Writes the sums of some channels of one place.
   *
   * @param sums with a vector of any numbers behind those that are written
   * @param from index of the first sum
   * @param channel of the first sum
   * @param row for as many sums
   * @param at element of the output that the first sum becomes
   */
  void write(double[] sums, int from, int count, int channel, Row row, byte[] out, int at) {
    int[] integers = row.integers;
    switch (stage) {
      case OutputStage.Requantised _ -> {
        quantize(sums, from, count, channel, row);
        writer.write(integers, count, out, at);
      }
      case OutputStage.Stepped _ -> {
        quantize(sums, from, count, channel, row);
        for (int i = 0; i < count; i++) {
          integers[i] = entries[zeros[channel + i] + integers[i]];
        }
        writer.write(integers, count, out, at);
      }
      case OutputStage.FixedPoint fixed -> {
        for (int i = 0; i < count; i++) {
          integers[i] = fixed.integer((long) sums[from + i], channel + i, zeroPoint);
        }
        writer.write(integers, count, out, at);
      }
      case OutputStage.Dequantised real -> {
        for (int i = 0; i < count; i++) {
          float scaled = (float) sums[from + i] * factors[channel + i];
          float limited = QuantizedArithmetic.limit(scaled, real.low(), real.high());
          FLOATS.set(out, (at + i) * Float.BYTES, limited);
        }
      }
    }
  }

  private void quantize(double[] sums, int from, int count, int channel, Row row) {
    for (int i = 0; i < count; i += Lanes.DOUBLES.length()) {
      DoubleVector exact = DoubleVector.fromArray(Lanes.DOUBLES, sums, from + i);
      Lanes.storeRounded(exact, row.scaled, i);
    }
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector factor = FloatVector.fromArray(Lanes.FLOATS, factors, channel + i);
      FloatVector scaled = FloatVector.fromArray(Lanes.FLOATS, row.scaled, i).mul(factor);
      quantizer.quantize(scaled).intoArray(row.integers, i);
    }
  }
}
