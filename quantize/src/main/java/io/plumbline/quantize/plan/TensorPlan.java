package io.plumbline.quantize.plan;

import io.plumbline.tensor.QuantParams;

/**
 * How one tensor is quantized.
 *
 * @param tensor value or constant name in the optimised graph
 * @param source how the range was found
 * @param low lower end of the real range before the scale was derived
 * @param high upper end of the real range
 */
public record TensorPlan(String tensor, QuantParams params, Source source, float low, float high) {
  /** The symmetric threshold: the larger magnitude of the two ends. */
  public float threshold() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
