package io.plumbline.runtime.program;

import java.util.List;

/**
 * What happens to an int32 accumulator once it is complete; factors are per output channel or a
 * single one.
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

  /** {@code min(max(float(acc) · scale, low), high)} in float32; infinite bounds mean none. */
  record Dequantised(List<Float> scales, float low, float high) implements OutputStage {
    public Dequantised {
      scales = List.copyOf(scales);
    }
  }
}
