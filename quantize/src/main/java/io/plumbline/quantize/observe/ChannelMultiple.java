package io.plumbline.quantize.observe;

import java.util.List;

/**
 * A tensor whose channels, along axis 1, are multiplied with powers of two: to the bit what a
 * network computes that has these factors in its weights.
 *
 * @param value name of the tensor without factors, float32 of at least two axes
 * @param exponents of the factors, by channel; none for the tensor as it is
 */
public record ChannelMultiple(String value, List<Integer> exponents) {
  public ChannelMultiple {
    exponents = List.copyOf(exponents);
  }
}
