package io.plumbline.quantize.observe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much an error in each channel of a tensor counts beside one in the others. Whole numbers, so
 * that sums of them are exact in any order.
 *
 * @param axis of the channels
 * @param weights by channel, 0…{@link #LARGEST}
 */
public record ChannelWeights(int axis, List<Integer> weights) {
  /** The weight of the channel that counts most. */
  public static final int LARGEST = 4095;

  public ChannelWeights {
    weights = List.copyOf(weights);
  }

  /**
   * Weights in proportion to numbers that are not negative; empty where no channel differs from the
   * others.
   */
  public static Optional<ChannelWeights> of(int axis, double[] proportions) {
    double most = Arrays.stream(proportions).max().orElse(0);
    double least = Arrays.stream(proportions).min().orElse(0);
    if (!(most > least) || most == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    return Optional.of(
        new ChannelWeights(
            axis,
            Arrays.stream(proportions)
                .mapToObj(share -> (int) Math.rint(share / most * LARGEST))
                .toList()));
  }
}
