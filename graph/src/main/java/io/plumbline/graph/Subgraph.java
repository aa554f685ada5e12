package io.plumbline.graph;

import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/** The part of a graph that lies between some of its values, as a graph of its own. */
public final class Subgraph {
  private Subgraph() {}

  /**
   * The nodes that the outputs are computed by from the inputs, in the order of the whole graph,
   * with the constants that they read and the types of their values. Values and nodes keep their
   * names.
   *
   * @param inputs values that are fed: their own producers are left out, unless another result of
   *     theirs is needed; the fed one then has another name there. Those that nothing reads are no
   *     inputs of the part
   * @param outputs values that are handed out; results of nodes, and no inputs
   * @throws IllegalArgumentException when an output is not the result of a node behind the inputs,
   *     or is computed from an input of the whole graph that is not fed
   */
  public static Graph between(Graph graph, Collection<String> inputs, Collection<String> outputs) {
    Set<String> fed = new HashSet<>(inputs);
    for (String output : outputs) {
      if (fed.contains(output) || graph.producer(output).isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' is not the result of a node behind the inputs".formatted(output));
      }
    }
    Set<String> wanted = new HashSet<>(outputs);
    Names names = Names.of(graph);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(name -> wanted.contains(name) && !fed.contains(name))) {
        nodes.addFirst(renamed(node, fed, names));
        wanted.addAll(node.reads());
      }
    }
    for (String input : graph.inputs()) {
      if (wanted.contains(input) && !fed.contains(input)) {
        throw new IllegalArgumentException(
            "the outputs depend on the input '%s', which is not fed".formatted(input));
      }
    }
    List<String> read = new LinkedHashSet<>(inputs).stream().filter(wanted::contains).toList();
    return new Graph(
        graph.name(),
        graph.info(),
        read,
        List.copyOf(new LinkedHashSet<>(outputs)),
        nodes,
        constants(graph, wanted, fed),
        types(graph, read, nodes));
  }

  private static Node renamed(Node node, Set<String> fed, Names names) {
    return node.withOutputs(
        node.outputs().stream()
            .map(name -> fed.contains(name) ? names.value(name + "_computed") : name)
            .toList());
  }

  /** An initializer may be fed like any other value: it is no constant of the part then. */
  private static SequencedMap<String, Tensor> constants(
      Graph graph, Set<String> wanted, Set<String> fed) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    graph
        .constants()
        .forEach(
            (name, tensor) -> {
              if (wanted.contains(name) && !fed.contains(name)) {
                constants.put(name, tensor);
              }
            });
    return constants;
  }

  private static SequencedMap<String, ValueType> types(
      Graph graph, List<String> inputs, List<Node> nodes) {
    SequencedSet<String> values = new LinkedHashSet<>(inputs);
    nodes.forEach(node -> values.addAll(node.outputs()));
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    for (String value : values) {
      ValueType type = graph.types().get(value);
      if (type != null) {
        types.put(value, type);
      }
    }
    return types;
  }
}
