package io.plumbline.pipeline.equalise;

import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Concat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a graph with factors which of its values are multiples: from the sums and products
 * that write them on, up to the sums that read them.
 */
final class ScaledValues {
  private final Graph scaled;
  private final ChannelFactors factors;
  private final SequencedSet<ChannelPlace> places = new LinkedHashSet<>();
  private final Deque<ChannelPlace> open = new ArrayDeque<>();

  private ScaledValues(Graph scaled, ChannelFactors factors) {
    this.scaled = scaled;
    this.factors = factors;
  }

  /**
   * The graph with entries of its multiples, along with those it has.
   *
   * @param scaled the graph with the factors
   * @param written the values that the factors are put to: sums of which the constants took them,
   *     and products
   */
  static Graph mark(Graph scaled, ChannelFactors factors, List<String> written) {
    var values = new ScaledValues(scaled, factors);
    written.forEach(value -> values.goesTo(value, 0));
    return values.mark();
  }

  private Graph mark() {
    Set<String> readers =
        factors.readers().stream().map(ChannelReader::node).collect(Collectors.toSet());
    while (!open.isEmpty()) {
      ChannelPlace place = open.removeFirst();
      scaled.consumers(place.value()).stream()
          .filter(node -> !readers.contains(node.name()))
          .forEach(node -> follow(node, place));
    }
    SequencedMap<String, List<Integer>> multiples =
        new LinkedHashMap<>(ChannelMultiples.of(scaled.info()));
    places.forEach(place -> multiples.compute(place.value(), (_, known) -> sum(place, known)));
    return scaled.withInfo(ChannelMultiples.with(scaled.info(), multiples));
  }

  private void goesTo(String value, int first) {
    ChannelPlace place = new ChannelPlace(value, first);
    if (places.add(place)) {
      open.addLast(place);
    }
  }

  private void follow(Node node, ChannelPlace from) {
    if (!(node.op() instanceof Concat)) {
      goesTo(node.output(), from.first());
      return;
    }
    int before = 0;
    for (String operand : node.inputs()) {
      if (operand.equals(from.value())) {
        goesTo(node.output(), from.first() + before);
      }
      before += channels(operand);
    }
  }

  private int channels(String value) {
    return scaled.tensorType(value).orElseThrow().shape().intDim(1);
  }

  private List<Integer> sum(ChannelPlace place, @Nullable List<Integer> known) {
    List<Integer> sums =
        new ArrayList<>(known == null ? Collections.nCopies(channels(place.value()), 0) : known);
    for (int channel = 0; channel < factors.exponents().size(); channel++) {
      int at = place.first() + channel;
      sums.set(at, sums.get(at) + factors.exponents().get(channel));
    }
    return sums;
  }
}
