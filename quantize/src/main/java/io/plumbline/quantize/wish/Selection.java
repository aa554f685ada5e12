package io.plumbline.quantize.wish;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.onnx.StandardOps;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the nodes that a selector means. */
public final class Selection {
  private final Graph graph;

  /**
   * @param graph optimised
   */
  public Selection(Graph graph) {
    this.graph = graph;
  }

  /**
   * Names of the nodes, in execution order; none only of a type of ONNX that the model does not
   * have, as settings for many models name them.
   *
   * @throws BadConfigurationException naming what is not there, and what is spelt nearest
   */
  public SequencedSet<String> of(Selector selector) {
    return switch (selector) {
      case Selector.All _ -> names(graph.nodes());
      case Selector.Type(String op) -> ofType(op);
      case Selector.Node(String name) -> named(name);
      case Selector.Between between -> between(between);
    };
  }

  private static SequencedSet<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private SequencedSet<String> ofType(String op) {
    SequencedSet<String> found =
        names(graph.nodes().stream().filter(node -> node.op().type().equals(op)).toList());
    if (found.isEmpty() && !StandardOps.contains(op)) {
      Set<String> types =
          graph.nodes().stream().map(node -> node.op().type()).collect(Collectors.toSet());
      throw nothing(
          "plan.unknown-type",
          op,
          "The optimised model has no node of type '%s'".formatted(op),
          types,
          "Its types are: " + types.stream().sorted().collect(Collectors.joining(", ")) + ".");
    }
    return found;
  }

  private SequencedSet<String> named(String name) {
    SequencedSet<String> found =
        names(graph.nodes().stream().filter(node -> isNamed(node, name)).toList());
    if (found.isEmpty()) {
      Set<String> known = new HashSet<>();
      graph.nodes().forEach(node -> known.add(node.name()));
      graph.nodes().forEach(node -> known.addAll(node.origins()));
      throw nothing(
          "plan.unknown-node",
          name,
          "No node of the model is called '%s'".formatted(name),
          known,
          "Use a node name of the original or of the optimised model.");
    }
    return found;
  }

  private static boolean isNamed(Node node, String name) {
    return node.name().equals(name) || node.origins().contains(name);
  }

  private SequencedSet<String> between(Selector.Between between) {
    Set<String> behind = behind(between.inputs());
    Set<String> before = before(between.outputs());
    SequencedSet<String> found =
        names(
            graph.nodes().stream()
                .filter(node -> behind.contains(node.name()) && before.contains(node.name()))
                .toList());
    if (found.isEmpty()) {
      throw new BadConfigurationException(
          "plan.empty-section",
          String.join(", ", between.inputs()),
          "No node lies between %s and %s.".formatted(between.inputs(), between.outputs()),
          "Name the inputs of the section first and its outputs second, in the model's order.");
    }
    return found;
  }

  /** Nodes that depend on any of these values or nodes. */
  private Set<String> behind(List<String> starts) {
    if (starts.isEmpty()) {
      return names(graph.nodes());
    }
    Set<String> values = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    for (String start : starts) {
      nodes.addAll(startingNodes(start, values));
    }
    for (Node node : graph.nodes()) {
      if (nodes.contains(node.name()) || node.reads().stream().anyMatch(values::contains)) {
        nodes.add(node.name());
        values.addAll(node.outputs());
      }
    }
    values.remove(Node.ABSENT);
    return nodes;
  }

  /** Nodes that any of these values or nodes depend on. */
  private Set<String> before(List<String> ends) {
    if (ends.isEmpty()) {
      return names(graph.nodes());
    }
    Set<String> values = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    for (String end : ends) {
      nodes.addAll(startingNodes(end, values));
    }
    for (Node node : graph.nodes().reversed()) {
      if (nodes.contains(node.name()) || node.outputs().stream().anyMatch(values::contains)) {
        nodes.add(node.name());
        values.addAll(node.reads());
      }
    }
    return nodes;
  }

  /** Adds a name to the values if it is one; otherwise the nodes it stands for. */
  private Collection<String> startingNodes(String name, Set<String> values) {
    boolean value =
        graph.inputs().contains(name)
            || graph.producer(name).isPresent()
            || !graph.consumers(name).isEmpty();
    if (value) {
      values.add(name);
      return List.of();
    }
    return named(name);
  }

  private static BadConfigurationException nothing(
      String code, String name, String message, Set<String> known, String remedy) {
    String suggestion = NearestSpelling.suggestion(name, known);
    return new BadConfigurationException(
        code, name, message + (suggestion.isEmpty() ? "." : suggestion), remedy);
  }
}
