package io.plumbline.pipeline.equalise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.observe.ChannelMultiple;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/** What values of a graph are multiplied with, channel by channel. */
final class ScaledValues {
  private final Graph plain;
  private final SequencedMap<String, int[]> exponents = new LinkedHashMap<>();

  /**
   * @param plain the graph without factors
   */
  ScaledValues(Graph plain) {
    this.plain = plain;
  }

  /** Multiplies channels at some places. */
  void add(Collection<ChannelPlace> places, List<Integer> factors) {
    for (ChannelPlace place : places) {
      int[] all = exponents.computeIfAbsent(place.value(), this::none);
      for (int channel = 0; channel < factors.size(); channel++) {
        all[place.first() + channel] += factors.get(channel);
      }
    }
  }

  private int[] none(String value) {
    return new int[plain.tensorType(value).orElseThrow().shape().intDim(1)];
  }

  /**
   * The values of the graph with these factors that are multiples, by name. All values that factors
   * add to the graph are products behind one; then the product is a multiple, and the value itself
   * is not.
   */
  SequencedMap<String, ChannelMultiple> in(Graph scaled) {
    SequencedMap<String, ChannelMultiple> multiples = new LinkedHashMap<>();
    exponents.forEach((value, factors) -> multiples.put(value, multiple(value, factors)));
    for (Node node : scaled.nodes()) {
      if (!plain.namesValue(node.output())) {
        ChannelMultiple product = multiples.remove(node.input(0));
        multiples.put(node.output(), Objects.requireNonNull(product));
      }
    }
    return multiples;
  }

  private static ChannelMultiple multiple(String value, int[] factors) {
    return new ChannelMultiple(value, Arrays.stream(factors).boxed().toList());
  }
}
