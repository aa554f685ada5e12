package io.plumbline.quantize.plan;

import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;

/**
 * A constant as the integers that every artefact holds.
 *
 * @param plan its parameters: symmetric int8 or int16 of weights, int32 of a bias
 * @param integers weights of the dtype of the parameters in the shape of the constant; a bias as
 *     one number for each output channel, of int64 where int32 does not hold it
 * @param limit the largest magnitude that an integer of weights may have: 127, or 32767 of 16 bits,
 *     31 of 6 and 7 of 4
 */
public record QuantizedConstant(TensorPlan plan, Tensor integers, int limit) {
  /** The name of the constant in the optimised graph. */
  public String constant() {
    return plan.tensor();
  }

  public QuantParams params() {
    return plan.params();
  }
}
