package io.plumbline.quantize.observe;

import java.util.Optional;

/**
 * What must be known of a tensor.
 *
 * @param weights of its channels for a second histogram, where its elements count unequally
 */
public record Need(StatisticKind kind, Optional<ChannelWeights> weights) {
  /** All elements count the same. */
  public static Need of(StatisticKind kind) {
    return new Need(kind, Optional.empty());
  }

  /** The one of both that asks for more. */
  public Need stricter(Need other) {
    return other.kind.compareTo(kind) > 0 ? other : this;
  }
}
