package io.plumbline.quantize.mask;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.tensor.Finding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The values that hold sentinels, and those that masks are made of.
 *
 * @param held by value: one of its sentinels, or of other numbers that would stretch its range
 * @param makers values computed of inputs and constants that only go into such values; a mask such
 *     as (m − 1)·10⁹ is only right where m is exact
 */
public record Sentinels(SequencedMap<String, Held> held, SequencedSet<String> makers) {
  /** A number far from all others of a value, and what it says there. */
  public record Held(float number, Meaning meaning) {}

  public static final Sentinels NONE = new Sentinels(new LinkedHashMap<>(), new LinkedHashSet<>());

  public Sentinels {
    held = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(held));
    makers = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(makers));
  }

  /**
   * Decides by constants, by what was observed, and by what values are computed of.
   *
   * @param statistics of values of the graph, those with sentinels of {@code MASKED} kind
   */
  public static Sentinels of(MaskFlow flow, Statistics statistics) {
    NoPart noPart = new NoPart(flow.graph());
    SequencedMap<String, Held> held = new LinkedHashMap<>();
    for (String value : flow.possible()) {
      observed(value, statistics)
          .or(() -> passed(value, flow, held))
          .map(number -> new Held(number, meaning(value, number, flow, noPart, held)))
          .ifPresent(sentinel -> held.put(value, sentinel));
    }
    return new Sentinels(held, makers(flow, held.keySet()));
  }

  private static Optional<Float> observed(String value, Statistics statistics) {
    TensorStatistics seen = statistics.tensors().get(value);
    return seen == null ? Optional.empty() : Sentinel.in(seen);
  }

  private static Optional<Float> passed(
      String value, MaskFlow flow, SequencedMap<String, Held> held) {
    Optional<Node> producer = flow.graph().producer(value);
    return producer
        .flatMap(flow::brought)
        .or(
            () ->
                producer.stream()
                    .filter(node -> MaskRole.of(node.op()) == MaskRole.PASSES)
                    .flatMap(node -> node.reads().stream())
                    .flatMap(read -> Stream.ofNullable(held.get(read)))
                    .map(Held::number)
                    .findFirst());
  }

  private static Meaning meaning(
      String value, float number, MaskFlow flow, NoPart noPart, Map<String, Held> held) {
    if (noPart.takesNoPart(value, number)) {
      return Meaning.NO_PART;
    }
    boolean filled =
        flow.graph().producer(value).stream()
            .anyMatch(
                node ->
                    flow.filler(node).filter(filler -> filler == number).isPresent()
                        || node.reads().stream()
                            .flatMap(read -> Stream.ofNullable(held.get(read)))
                            .anyMatch(read -> read.meaning() == Meaning.FILLED));
    return filled ? Meaning.FILLED : Meaning.LARGE;
  }

  private static SequencedSet<String> makers(MaskFlow flow, Set<String> held) {
    Graph graph = flow.graph();
    SequencedSet<String> makers = new LinkedHashSet<>();
    for (String value : flow.possible().reversed()) {
      boolean goesIntoMasks =
          flow.isSide(value)
              && !held.contains(value)
              && !graph.consumers(value).isEmpty()
              && graph.consumers(value).stream()
                  .allMatch(
                      reader ->
                          MaskRole.of(reader.op()) == MaskRole.PASSES
                              && flow.realResults(reader).stream()
                                  .allMatch(r -> held.contains(r) || makers.contains(r)));
      if (goesIntoMasks) {
        makers.addFirst(value);
      }
    }
    return makers;
  }

  public boolean isEmpty() {
    return held.isEmpty();
  }

  /** Whether a value is to be exact: its numbers stay in float32. */
  public boolean keeps(String value) {
    return held.containsKey(value) || makers.contains(value);
  }

  /** Why a value is not quantized; empty when it has no sentinels. */
  public Optional<String> reason(String value) {
    return Optional.ofNullable(held.get(value))
        .map(sentinel -> "'%s' %s".formatted(value, sentinel.meaning().words(sentinel.number())));
  }

  /** For each value in which sentinels meet numbers, and each input: who reads it in float32. */
  public List<Finding> findings(Graph graph) {
    return held.keySet().stream()
        .filter(value -> graph.inputs().contains(value) || isMasked(value, graph))
        .map(value -> finding(value, graph))
        .toList();
  }

  private boolean isMasked(String value, Graph graph) {
    return graph.producer(value).stream()
        .flatMap(node -> node.reads().stream())
        .anyMatch(read -> !keeps(read) && !graph.isConstant(read));
  }

  private Finding finding(String value, Graph graph) {
    List<String> readers = graph.consumers(value).stream().map(Node::name).toList();
    return Finding.info(
        "plan.sentinel",
        graph.producer(value).map(Node::name).orElse(value),
        "%s; it stays in float32%s."
            .formatted(
                reason(value).orElseThrow(),
                readers.isEmpty() ? "" : ", where it is read by " + String.join(", ", readers)));
  }
}
