package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.quantize.demand.Demands;
import io.plumbline.quantize.demand.SteepNodes;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.mask.Sentinels;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be said of a plan before any statistics: what becomes one instruction, which values are
 * quantized, and which of them have the parameters of another value because they hold its numbers.
 *
 * @param quantized in execution order
 * @param reads where the integers of a quantized value are read whose producer writes float32
 * @param sources by quantized value: the value whose numbers it holds, itself for most; float32
 *     perhaps where its numbers are quantized after a move only
 * @param schemes by source: what its numbers are held in
 * @param weightLimits the largest magnitudes of the integers of weights, by constant: those of the
 *     widest scheme that reads one
 * @param demands what the numbers themselves ask for
 * @param sentinels of the values that are not quantized because of them
 */
record PlanStructure(
    Graph graph,
    List<Group> groups,
    SequencedSet<String> quantized,
    SequencedMap<Use, QuantizedValues.Read> reads,
    SequencedMap<String, String> sources,
    SequencedMap<String, Scheme> schemes,
    Map<String, Integer> weightLimits,
    Demands demands,
    Sentinels sentinels)
    implements SteepNodes.Planned {
  static PlanStructure of(
      Graph graph, Target target, QuantOptions options, Demands demands, Sentinels sentinels) {
    List<Group> groups = Grouping.of(graph, target, options, demands);
    Set<String> rounded = new HashSet<>(PictureInputs.of(graph.info()).keySet());
    rounded.addAll(options.loaded().activations().keySet());
    QuantizedValues.Found found =
        QuantizedValues.of(graph, groups, options.outputs().isPresent(), rounded, sentinels);
    SequencedSet<String> quantized = found.values();
    SequencedMap<String, String> sources = sources(groups, quantized);
    SequencedMap<String, Scheme> schemes =
        new ValueSchemes(sources)
            .add(groups)
            .add(integersAlone(demands.fine(), found), Demands.widest(target))
            .add(options.fine(), Demands.widest(target))
            .addOutputs(graph, options.outputs())
            .of(target.scheme());
    return new PlanStructure(
        graph,
        groups,
        quantized,
        found.reads(),
        sources,
        schemes,
        weightLimits(graph, groups),
        demands,
        sentinels);
  }

  /** Those of some values whose numbers are had in integers only. */
  private static Set<String> integersAlone(Set<String> values, QuantizedValues.Found found) {
    Set<String> alone = new LinkedHashSet<>(values);
    found.reads().values().forEach(read -> alone.remove(read.value()));
    return alone;
  }

  private static SequencedMap<String, String> sources(
      List<Group> groups, SequencedSet<String> quantized) {
    Map<String, String> inputs = new HashMap<>();
    for (Group group : groups) {
      Behaviour behaviour = group.rule().behaviour();
      String input = behaviour.sharesInput() ? group.head().input(0) : Node.ABSENT;
      if (behaviour == Behaviour.MOVED || quantized.contains(input)) {
        group.outputs().forEach(output -> inputs.put(output, input));
      }
    }
    SequencedMap<String, String> sources = new LinkedHashMap<>();
    for (String value : quantized) {
      String source = value;
      for (String next = inputs.get(value); next != null; next = inputs.get(next)) {
        source = next;
      }
      sources.put(value, source);
    }
    return Collections.unmodifiableSequencedMap(sources);
  }

  /** The inputs of an intermediate type, whose parameters are known beforehand. */
  Set<String> pictures() {
    return PictureInputs.of(graph.info()).keySet();
  }

  /** The values whose statistics decide all parameters, in execution order. */
  List<String> observed() {
    return List.copyOf(new LinkedHashSet<>(sources.values()));
  }

  /**
   * Those, and the values that have statistics of their own if some other values are not quantized:
   * what is selected from them.
   */
  SequencedSet<String> observed(Set<String> perhapsReal) {
    SequencedSet<String> observed = new LinkedHashSet<>(sources.values());
    for (Group group : groups) {
      if (group.rule().behaviour() == Behaviour.SELECTED
          && perhapsReal.contains(group.head().input(0))) {
        observed.addAll(group.outputs());
      }
    }
    return observed;
  }

  @Override
  public Optional<DType> held(String value) {
    return Optional.ofNullable(sources.get(value))
        .map(source -> Objects.requireNonNull(schemes.get(source)).activation());
  }

  @Override
  public boolean isExact(String value) {
    return sentinels.keeps(value);
  }

  @Override
  public boolean isReal(Node node) {
    return groups.stream()
        .filter(group -> group.nodes().contains(node))
        .anyMatch(group -> group.rule().isReal());
  }

  /** The widest accumulator of the schemes of a group and of the values it reads and writes. */
  Accumulator widestAccumulator(Group group) {
    return Stream.concat(
            Stream.of(group.grant().scheme()),
            Stream.concat(group.head().reads().stream(), group.outputs().stream())
                .flatMap(value -> Optional.ofNullable(sources.get(value)).stream())
                .map(source -> Objects.requireNonNull(schemes.get(source))))
        .map(Scheme::accumulator)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Map<String, Integer> weightLimits(Graph graph, List<Group> groups) {
    Map<String, Integer> limits = new HashMap<>();
    for (Group group : groups) {
      Behaviour behaviour = group.rule().behaviour();
      if (behaviour == Behaviour.SUM || behaviour == Behaviour.RECURRENT) {
        WeightOperand.all(group.head(), graph)
            .forEach(
                weights ->
                    limits.merge(
                        weights.constant(), group.grant().scheme().weightLimit(), Math::max));
      }
    }
    return Map.copyOf(limits);
  }

  /** The type of the integers of weights: int16 where int8 does not hold the largest one. */
  DType weightType(String constant) {
    return weightLimits.getOrDefault(constant, 0) > DType.INT8.maximum() ? DType.INT16 : DType.INT8;
  }

  /** The values that hold the numbers of a source, itself among them. */
  List<String> holders(String source) {
    return quantized.stream().filter(value -> source.equals(sources.get(value))).toList();
  }

  /** Whether only a group, and ops that move numbers towards it, read the numbers of a source. */
  boolean isReadOnlyBy(String source, Group group) {
    if (graph.inputs().contains(source)) {
      return false;
    }
    List<String> holders = holders(source);
    return holders.stream()
        .allMatch(
            value ->
                !graph.outputs().contains(value)
                    && graph.consumers(value).stream()
                        .allMatch(
                            node ->
                                group.nodes().contains(node)
                                    || holders.containsAll(node.outputs())));
  }
}
