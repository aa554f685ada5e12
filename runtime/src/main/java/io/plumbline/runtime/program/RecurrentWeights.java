package io.plumbline.runtime.program;

import io.plumbline.tensor.Tensor;

/**
 * The constants of a recurrent layer with D directions, G gates, H hidden and I input features.
 *
 * @param input int8 [D, G·H, I], symmetric
 * @param recurrent int8 [D, G·H, H], symmetric
 * @param inputScales float32 [G·H]: what one accumulator step of an input product stands for
 * @param recurrentScales float32 [G·H]: likewise for a product with the hidden state
 * @param inputBias float32 [D, G·H]
 * @param recurrentBias float32 [D, G·H]
 */
public record RecurrentWeights(
    Tensor input,
    Tensor recurrent,
    Tensor inputScales,
    Tensor recurrentScales,
    Tensor inputBias,
    Tensor recurrentBias) {
  /**
   * Bits behind the binary point of the int16 hidden state that products read: it spans [−2, 2).
   */
  public static final int STATE_BITS = 14;

  public int directions() {
    return input.shape().intDim(0);
  }

  public int hidden() {
    return recurrent.shape().intDim(2);
  }

  public int features() {
    return input.shape().intDim(2);
  }
}
