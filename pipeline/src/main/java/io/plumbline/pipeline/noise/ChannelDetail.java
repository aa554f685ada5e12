package io.plumbline.pipeline.noise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Op;
import io.plumbline.pipeline.noise.NoiseBudget.Channel;
import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.tensor.Tensor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for the noisiest channels of the noisiest tensors. */
final class ChannelDetail {
  /** Tensors of each kind that are looked into, at most. */
  private static final int MOST_TENSORS = 6;

  /** The noisiest tensors that make so much of the noise together are looked into. */
  private static final double COVERED = 0.9;

  private static final int MOST_SAMPLES = 8;

  private final Graph graph;
  private final List<Share> shares;

  ChannelDetail(Graph graph, List<Share> shares) {
    this.graph = graph;
    this.shares = shares;
  }

  /** The same shares, the noisiest with their channels. */
  List<Share> of(NoiseMeasurement.Walking walking, List<Map<String, Tensor>> samples) {
    Set<NoiseSource> noisy = new HashSet<>();
    noisy.addAll(noisiest(shares.stream().filter(ChannelDetail::isActivation)));
    noisy.addAll(noisiest(shares.stream().filter(share -> !isActivation(share))));
    Map<NoiseSource, List<Channel>> channels = new HashMap<>();
    walking.visit(
        samples.subList(0, Math.min(MOST_SAMPLES, samples.size())),
        noisy::contains,
        (trial, source) -> channels.put(source, channels(trial)));
    return shares.stream()
        .map(share -> share.with(channels.getOrDefault(share.source(), List.of())))
        .toList();
  }

  private static boolean isActivation(Share share) {
    return share.source() instanceof NoiseSource.Activation;
  }

  private static List<NoiseSource> noisiest(Stream<Share> some) {
    List<Share> sorted =
        some.sorted(Comparator.comparingDouble(Share::noise).reversed())
            .filter(share -> share.noise() > 0)
            .toList();
    double open = COVERED * sorted.stream().mapToDouble(Share::noise).sum();
    int count = 0;
    while (count < Math.min(MOST_TENSORS, sorted.size()) && open > 0) {
      open -= sorted.get(count).noise();
      count++;
    }
    return sorted.stream().limit(count).map(Share::source).toList();
  }

  private List<Channel> channels(NoiseTrial trial) {
    int rank = trial.walk().value(0, trial.value()).shape().rank();
    if (rank < 2) {
      return List.of();
    }
    int axis = axis(trial.value(), rank);
    return ChannelSearch.find(trial.channels(axis), channels -> trial.of(channels, axis).noise());
  }

  /** Where the channels of a value lie: last for matrix products, second for all else. */
  private int axis(String value, int rank) {
    List<Op> around =
        Stream.concat(graph.producer(value).stream(), graph.consumers(value).stream())
            .map(Node::op)
            .toList();
    boolean convolved =
        around.stream().anyMatch(op -> op instanceof Conv || op instanceof ConvTranspose);
    boolean multiplied =
        around.stream().anyMatch(op -> op instanceof MatMul || op instanceof LayerNormalization);
    return multiplied && !convolved ? rank - 1 : 1;
  }
}
