package io.plumbline.quantize.plan;

import io.plumbline.tensor.QuantParams;

/**
 * How one tensor is quantized.
 *
 * @param tensor value or constant name in the optimised graph
 * @param method how the range was found, such as {@code max}, {@code max-percentile:0.99995},
 *     {@code shared:NAME}
 * @param low lower end of the real range before the scale was derived
 * @param high upper end of the real range
 */
public record TensorPlan(String tensor, QuantParams params, String method, float low, float high) {
  /** The symmetric threshold: the larger magnitude of the two ends. */
  public float threshold() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
