package io.plumbline.quantize.target;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;

/**
 * What the planner and the code generator need to know of a device.
 *
 * @param name as {@code march} in a configuration
 * @param activation dtype of quantized activations
 * @param asymmetric whether activations may have a zero point; the default of configurations that
 *     do not say
 * @param perChannelWeights whether weights carry a scale for each output channel
 * @param convention how a symmetric scale follows from a threshold
 * @param rounding of every quantisation and requantisation
 */
public record Target(
    String name,
    DType activation,
    boolean asymmetric,
    boolean perChannelWeights,
    ScaleConvention convention,
    Rounding rounding) {

  /**
   * Portable C or Java on any processor with 8-bit integers: the target of configurations that name
   * none.
   */
  public static final Target GENERIC =
      new Target("generic", DType.INT8, true, true, ScaleConvention.MAXIMUM, Rounding.HALF_EVEN);

  public Target withAsymmetric(boolean allowed) {
    return new Target(name, activation, allowed, perChannelWeights, convention, rounding);
  }

  public Target withPerChannelWeights(boolean allowed) {
    return new Target(name, activation, asymmetric, allowed, convention, rounding);
  }
}
