package io.plumbline.codegen.lower.sum;

import io.plumbline.graph.op.UnaryOp;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of a convolution's sum as steps over 16-bit positions. Their scale is {@code reach /
 * 32767}, where {@code reach} is the least power of two beyond which the quantized function does
 * not change any more on either side.
 */
public final class SteppedFunction {
  /**
   * Every function that sums take is settled here: its flattest side has a slope of 1/128, and
   * float32 ends below 2¹²⁸. As a scale of 16-bit positions it still is a float32.
   */
  private static final int LARGEST_EXPONENT = 142;

  private static final int SMALLEST_EXPONENT = -20;
  private static final int PROBES = 64;

  private final UnaryOp function;
  private final QuantParams output;
  private final Rounding rounding;

  SteppedFunction(UnaryOp function, QuantParams output, Rounding rounding) {
    this.function = function;
    this.output = output;
    this.rounding = rounding;
  }

  /**
   * The results over positions.
   *
   * @param scale of the positions
   * @param starts of equal results, the first −32768
   * @param values one for each start
   */
  record Steps(float scale, List<Integer> starts, List<Integer> values) {}

  /**
   * The steps. Positions reach as far as the result may change and a sum may get, whichever is
   * nearer: where outputs are small, results change far beyond any sum, and positions that reach
   * there would be coarser than the output.
   *
   * @param largest magnitude of any sum, in real numbers
   */
  Steps steps(double largest) {
    double reach = Math.scalb(1.0, LARGEST_EXPONENT);
    while (reach > Math.scalb(1.0, SMALLEST_EXPONENT)
        && (largest <= reach / 2 || isSettled(reach / 2))) {
      reach /= 2;
    }
    float scale = (float) (reach / OutputStage.Stepped.HIGHEST);
    List<Integer> starts = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (int i = OutputStage.Stepped.LOWEST; i <= OutputStage.Stepped.HIGHEST; i++) {
      int value = quantized(i * (double) scale);
      if (values.isEmpty() || values.getLast() != value) {
        starts.add(i);
        values.add(value);
      }
    }
    return new Steps(scale, starts, values);
  }

  /** Whether the result is the same from here to twice as far, on either side. */
  private boolean isSettled(double reach) {
    int high = quantized(reach);
    int low = quantized(-reach);
    for (int i = 1; i <= PROBES; i++) {
      double x = reach * (1 + (double) i / PROBES);
      if (quantized(x) != high || quantized(-x) != low) {
        return false;
      }
    }
    return true;
  }

  private int quantized(double x) {
    DType dtype = output.dtype();
    return QuantizedArithmetic.quantize(
        (float) function.apply(x),
        output.scale(),
        output.zeroPoint(),
        dtype.minimum(),
        dtype.maximum(),
        rounding);
  }
}
