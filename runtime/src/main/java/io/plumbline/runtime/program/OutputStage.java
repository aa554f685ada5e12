package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.FixedPointMultiplier;
import java.util.Arrays;
import java.util.List;

/**
 * What happens to an accumulator once it is complete; factors are per output channel or a single
 * one.
 */
public sealed interface OutputStage {
  /**
   * {@code clamp(round(float(acc) · multiplier) + zeroPoint, low, high)}: rounding is the
   * program's, the zero point the output value's; {@code low} and {@code high} lie in the output
   * dtype and carry a fused activation.
   */
  record Requantised(List<Float> multipliers, int low, int high) implements OutputStage {
    public Requantised {
      multipliers = List.copyOf(multipliers);
    }
  }

  /**
   * A fused function of the sum: {@code i = clamp(round(float(acc) · multiplier), −32768, 32767)},
   * and the result is {@code values[k]} for the last k of the channel's table with {@code starts[k]
   * ≤ i}. So the function sees 16 bits of the sum, and a quantization of the sum itself is saved.
   *
   * @param starts of one table after the other, each ascending from −32768
   * @param values in the output dtype, one for each start
   * @param tables the table of each output channel by number, or a single one
   */
  record Stepped(
      List<Float> multipliers, List<Integer> starts, List<Integer> values, List<Integer> tables)
      implements OutputStage {
    /** The lowest of the 16-bit positions. */
    public static final int LOWEST = Short.MIN_VALUE;

    /** The highest of the 16-bit positions. */
    public static final int HIGHEST = Short.MAX_VALUE;

    /** How many positions a table has. */
    public static final int POSITIONS = HIGHEST - LOWEST + 1;

    /** One table for all channels. */
    public static final List<Integer> ONE_TABLE = List.of(0);

    public Stepped {
      multipliers = List.copyOf(multipliers);
      starts = List.copyOf(starts);
      values = List.copyOf(values);
      tables = List.copyOf(tables);
    }

    /** The same table for all channels. */
    public Stepped(List<Float> multipliers, List<Integer> starts, List<Integer> values) {
      this(multipliers, starts, values, ONE_TABLE);
    }

    /** How many tables there are. */
    public int count() {
      return (int) starts.stream().filter(start -> start == LOWEST).count();
    }

    /** The value at every position, the lowest first, of one table after the other. */
    public int[] entries() {
      int[] entries = new int[count() * POSITIONS];
      int table = -1;
      for (int step = 0; step < starts.size(); step++) {
        table += starts.get(step) == LOWEST ? 1 : 0;
        boolean last = step + 1 == starts.size() || starts.get(step + 1) == LOWEST;
        int end = last ? HIGHEST + 1 : starts.get(step + 1);
        int base = table * POSITIONS - LOWEST;
        Arrays.fill(entries, base + starts.get(step), base + end, values.get(step));
      }
      return entries;
    }

    /** For each channel, the entry of position 0 of its table. */
    public int[] zeros(int channels) {
      int[] zeros = new int[channels];
      for (int channel = 0; channel < channels; channel++) {
        zeros[channel] = tables.get(channel % tables.size()) * POSITIONS - LOWEST;
      }
      return zeros;
    }
  }

  /**
   * {@code clamp(acc · multiplier + zeroPoint, low, high)} in integers, with the product of {@link
   * FixedPointMultiplier}; the accumulator is of 32 bits.
   *
   * @param integers of the multipliers
   * @param exponents as many
   */
  record FixedPoint(
      List<Integer> integers,
      List<Integer> exponents,
      int bits,
      boolean roundsTwice,
      int low,
      int high)
      implements OutputStage {
    public FixedPoint {
      integers = List.copyOf(integers);
      exponents = List.copyOf(exponents);
    }

    /**
     * The integer that an accumulator becomes.
     *
     * @param zeroPoint of the output
     */
    public int integer(long accumulator, int channel, int zeroPoint) {
      int index = channel % integers.size();
      FixedPointMultiplier multiplier =
          new FixedPointMultiplier(integers.get(index), exponents.get(index), bits, roundsTwice);
      return (int) Math.clamp(multiplier.times(accumulator) + zeroPoint, (long) low, high);
    }
  }

  /** {@code min(max(float(acc) · scale, low), high)} in float32; infinite bounds mean none. */
  record Dequantised(List<Float> scales, float low, float high) implements OutputStage {
    public Dequantised {
      scales = List.copyOf(scales);
    }
  }
}
