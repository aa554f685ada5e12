package io.plumbline.runtime.program;

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
   * and the result is {@code values[k]} for the last k with {@code starts[k] ≤ i}. So the function
   * sees 16 bits of the sum, and a quantization of the sum itself is saved.
   *
   * @param starts ascending, the first −32768
   * @param values in the output dtype, one for each start
   */
  record Stepped(List<Float> multipliers, List<Integer> starts, List<Integer> values)
      implements OutputStage {
    /** The lowest of the 16-bit positions. */
    public static final int LOWEST = Short.MIN_VALUE;

    /** The highest of the 16-bit positions. */
    public static final int HIGHEST = Short.MAX_VALUE;

    public Stepped {
      multipliers = List.copyOf(multipliers);
      starts = List.copyOf(starts);
      values = List.copyOf(values);
    }

    /** The value at every position, the lowest first. */
    public int[] table() {
      int[] table = new int[HIGHEST - LOWEST + 1];
      for (int step = 0; step < starts.size(); step++) {
        int end = step + 1 < starts.size() ? starts.get(step + 1) : HIGHEST + 1;
        Arrays.fill(table, starts.get(step) - LOWEST, end - LOWEST, values.get(step));
      }
      return table;
    }
  }

  /** {@code min(max(float(acc) · scale, low), high)} in float32; infinite bounds mean none. */
  record Dequantised(List<Float> scales, float low, float high) implements OutputStage {
    public Dequantised {
      scales = List.copyOf(scales);
    }
  }
}
