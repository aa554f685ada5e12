package io.plumbline.pipeline.noise;

import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network that stands behind something that is rounded.
 *
 * @param walk where the network stands, with nothing rounded
 * @param rest of the network
 * @param changed values that are other numbers when the thing is rounded, by sample; empty for none
 */
record NoiseTrial(
    FloatWalk walk, FloatWalk.Piece rest, ResultErrors errors, List<Map<String, Tensor>> changed) {
  NoiseTrial {
    changed = List.copyOf(changed);
  }

  /** The mean over samples of the noise at the results. */
  double noise() {
    return noise((_, _) -> {});
  }

  /**
   * The same.
   *
   * @param told of the results of each sample, those of several samples at a time
   */
  double noise(ResultVisitor told) {
    double[] noise = new double[walk.size()];
    Threads.each(
        walk.threads(),
        "plumbline-noise",
        noise.length,
        (sample, _) -> {
          Map<String, Tensor> values = new HashMap<>(walk.values(sample));
          values.putAll(changed.isEmpty() ? Map.of() : changed.get(sample));
          Map<String, Tensor> results = walk.results(values, rest.run(values));
          noise[sample] = errors.noise(sample, results);
          told.visit(sample, results);
        });
    return Arrays.stream(noise).sum() / Math.max(1, noise.length);
  }

  /** The value that changes; the first of several. */
  String value() {
    return changed.getFirst().keySet().stream().sorted().findFirst().orElseThrow();
  }

  /** How many places the value that changes has along an axis. */
  int channels(int axis) {
    return walk.value(0, value()).shape().intDim(axis);
  }

  /** The same with some channels of the value that changes only. */
  NoiseTrial of(Collection<Integer> channels, int axis) {
    String name = value();
    List<Map<String, Tensor>> some = new ArrayList<>();
    for (int sample = 0; sample < walk.size(); sample++) {
      Tensor other = Objects.requireNonNull(changed.get(sample).get(name));
      some.add(
          Map.of(
              name,
              FakeQuantization.withChannels(walk.value(sample, name), other, axis, channels)));
    }
    return new NoiseTrial(walk, rest, errors, some);
  }

  /** Told of what a network makes of a sample. */
  interface ResultVisitor {
    void visit(int sample, Map<String, Tensor> results);
  }
}
