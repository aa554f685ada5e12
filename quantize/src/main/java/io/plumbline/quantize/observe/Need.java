package io.plumbline.quantize.observe;

import java.util.Optional;

/**
 * What must be known of a tensor, or of a multiple of one.
 *
 * @param weights of its channels for a second histogram, where its elements count unequally
 * @param multiple the tensor that is looked at and what its channels are multiplied with, where
 *     that is not the tensor of this name itself
 */
public record Need(
    StatisticKind kind, Optional<ChannelWeights> weights, Optional<ChannelMultiple> multiple) {
  public Need(StatisticKind kind, Optional<ChannelWeights> weights) {
    this(kind, weights, Optional.empty());
  }

  /** All elements count the same. */
  public static Need of(StatisticKind kind) {
    return new Need(kind, Optional.empty());
  }

  /** As much of a multiple. */
  public Need of(ChannelMultiple other) {
    return new Need(kind, weights, Optional.of(other));
  }

  /** The one of both that asks for more. */
  public Need stricter(Need other) {
    return other.kind.compareTo(kind) > 0 ? other : this;
  }
}
