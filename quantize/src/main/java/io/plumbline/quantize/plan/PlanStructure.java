package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.input.PictureInputs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * What can be said of a plan before any statistics: what becomes one instruction, which values are
 * quantized, and which of them have the parameters of another value because they hold its numbers.
 *
 * @param quantized in execution order
 * @param sources by quantized value: the value whose numbers it holds, itself for most
 */
record PlanStructure(
    Graph graph,
    List<Group> groups,
    SequencedSet<String> quantized,
    SequencedMap<String, String> sources) {
  static PlanStructure of(Graph graph, QuantOptions options) {
    List<Group> groups = Grouping.of(graph, options);
    SequencedSet<String> quantized = QuantizedValues.of(graph, groups, options.quantizedOutputs());
    return new PlanStructure(graph, groups, quantized, sources(groups, quantized));
  }

  private static SequencedMap<String, String> sources(
      List<Group> groups, SequencedSet<String> quantized) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Group group : groups) {
      String input = group.rule().behaviour().sharesInput() ? group.head().input(0) : Node.ABSENT;
      if (quantized.contains(input)) {
        group.outputs().forEach(output -> inputs.put(output, input));
      }
    }
    SequencedMap<String, String> sources = new LinkedHashMap<>();
    for (String value : quantized) {
      String input = inputs.get(value);
      sources.put(value, input == null ? value : sources.getOrDefault(input, input));
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
