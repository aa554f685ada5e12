package io.plumbline.pipeline.noise;

import io.plumbline.pipeline.noise.NoiseBudget.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds the noisiest channels without trying each: sets of channels are cut in halves, the noisiest
 * set first, until single channels are left or enough was tried. It rests on noise of channels
 * adding up, so that a quiet set has no noisy channel in it.
 */
final class ChannelSearch {
  /** How many sets are tried at most. */
  static final int MOST_TRIALS = 64;

  /** A channel below this share of the whole noise is not worth a name. */
  static final double LEAST_SHARE = 0.02;

  private ChannelSearch() {}

  /** Channels from {@code first} to before {@code end}. */
  private record Run(int first, int end, double noise) {
    boolean isSingle() {
      return end - first == 1;
    }
  }

  /**
   * The channels with at least {@link #LEAST_SHARE} of the noise, the noisiest first.
   *
   * @param channels how many there are
   * @param noise of a set of channels alone
   */
  static List<Channel> find(int channels, ToDoubleFunction<Collection<Integer>> noise) {
    double whole = measure(0, channels, noise).noise();
    PriorityQueue<Run> open =
        new PriorityQueue<>(
            Comparator.comparingDouble(Run::noise).reversed().thenComparingInt(Run::first));
    open.add(new Run(0, channels, whole));
    List<Channel> found = new ArrayList<>();
    for (int tried = 0; !open.isEmpty() && tried <= MOST_TRIALS - 2; ) {
      Run run = open.remove();
      if (run.noise() <= LEAST_SHARE * whole) {
        break;
      }
      if (run.isSingle()) {
        found.add(new Channel(run.first(), run.noise()));
      } else {
        int middle = (run.first() + run.end()) >>> 1;
        open.add(measure(run.first(), middle, noise));
        open.add(measure(middle, run.end(), noise));
        tried += 2;
      }
    }
    open.stream()
        .filter(run -> run.isSingle() && run.noise() > LEAST_SHARE * whole)
        .forEach(run -> found.add(new Channel(run.first(), run.noise())));
    found.sort(
        Comparator.comparingDouble(Channel::noise).reversed().thenComparingInt(Channel::index));
    return List.copyOf(found);
  }

  private static Run measure(int first, int end, ToDoubleFunction<Collection<Integer>> noise) {
    List<Integer> channels = IntStream.range(first, end).boxed().toList();
    return new Run(first, end, noise.applyAsDouble(channels));
  }
}
