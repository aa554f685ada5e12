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
  /** Of given parameters: the range is what their integers stand for. */
  public static TensorPlan of(String tensor, QuantParams params, Source source) {
    float low = (params.dtype().minimum() - params.zeroPoint()) * params.scale();
    float high = (params.dtype().maximum() - params.zeroPoint()) * params.scale();
    return new TensorPlan(tensor, params, source, low, high);
  }

  /** The symmetric threshold: the larger magnitude of the two ends. */
  public float threshold() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
