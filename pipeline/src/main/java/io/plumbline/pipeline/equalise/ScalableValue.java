package io.plumbline.pipeline.equalise;

import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.plan.NodePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Values whose channels, along axis 1, may be multiplied with the same factors, because sums write
 * them and all that reads them are sums with constant weights, which are divided by the factors.
 *
 * @param name of the first of them
 * @param channels how many factors there are
 * @param writers the sums that they come from
 * @param readers the sums that read them, and where
 * @param carriers all places that hold their numbers
 */
record ScalableValue(
    String name,
    int channels,
    List<ScalableWriter> writers,
    List<ChannelReader> readers,
    SequencedSet<ChannelPlace> carriers) {
  ScalableValue {
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
    carriers = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(carriers));
  }

  /**
   * The values of a model in execution order.
   *
   * @param products whether the target computes products behind functions
   */
  static List<ScalableValue> all(Quantized quantized, boolean products) {
    Map<String, NodePlan> plans = quantized.plan().byNode();
    List<ScalableValue> values = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (NodePlan plan : quantized.plan().nodes()) {
      ScalableWriter.of(plan, quantized.graph())
          .filter(writer -> !known.contains(writer.value()))
          .flatMap(writer -> ChannelFlow.from(writer.value(), quantized.graph(), plans))
          .filter(value -> products || value.isHomogeneous())
          .ifPresent(
              value -> {
                value.carriers().forEach(place -> known.add(place.value()));
                values.add(value);
              });
    }
    return values;
  }

  /** Factors for its channels. */
  ChannelFactors factors(int[] exponents) {
    return new ChannelFactors(name, IntStream.of(exponents).boxed().toList(), writers, readers);
  }

  private boolean isHomogeneous() {
    return writers.stream().allMatch(ScalableWriter::homogeneous);
  }
}
