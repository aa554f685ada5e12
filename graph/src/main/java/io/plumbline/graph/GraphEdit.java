package io.plumbline.graph;

import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies patches to a graph in time proportional to its size. New nodes take the place of the
 * first one that their patch removes; then the nodes are sorted topologically, keeping that order
 * where it is legal.
 */
final class GraphEdit {
  private final Graph graph;
  private final List<GraphPatch> patches;
  private final Map<String, GraphPatch> removers = new HashMap<>();
  private final Map<String, String> redirected = new HashMap<>();

  GraphEdit(Graph graph, List<GraphPatch> patches) {
    this.graph = graph;
    this.patches = patches;
    for (GraphPatch patch : patches) {
      patch.removed().forEach(node -> removers.put(node, patch));
      redirected.putAll(patch.redirected());
    }
  }

  Graph apply() {
    List<Node> nodes = edited();
    nodes.addAll(keepNames(nodes));
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    for (GraphPatch patch : patches) {
      constants.putAll(patch.constants());
      types.putAll(patch.types());
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        sort(nodes, constants.keySet()),
        constants,
        types);
  }

  private List<Node> edited() {
    List<Node> nodes = new ArrayList<>(graph.nodes().size());
    Set<GraphPatch> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : graph.nodes()) {
      GraphPatch remover = removers.get(node.name());
      if (remover == null) {
        nodes.add(redirect(node));
      } else if (placed.add(remover)) {
        nodes.addAll(remover.added());
      }
    }
    patches.stream().filter(placed::add).forEach(patch -> nodes.addAll(patch.added()));
    return nodes;
  }

  private Node redirect(Node node) {
    return node.inputs().stream().anyMatch(redirected::containsKey)
        ? node.withInputs(node.inputs().stream().map(this::redirect).toList())
        : node;
  }

  private String redirect(String value) {
    return redirected.getOrDefault(value, value);
  }

  private List<Node> keepNames(List<Node> nodes) {
    SequencedSet<String> fixed = new LinkedHashSet<>(graph.outputs());
    for (Node node : nodes) {
      if (node.op() instanceof OpaqueOp opaque) {
        fixed.addAll(opaque.captured());
      }
    }
    nodes.forEach(node -> node.outputs().forEach(fixed::remove));
    Names names = Names.of(graph);
    return fixed.stream()
        .filter(redirected::containsKey)
        .filter(value -> !graph.isConstant(value) && !graph.inputs().contains(value))
        .map(
            value ->
                new Node(
                    names.node("Identity_" + value),
                    new Identity(),
                    List.of(redirect(value)),
                    List.of(value),
                    List.of()))
        .toList();
  }

  private List<Node> sort(List<Node> nodes, Set<String> constants) {
    Map<String, Node> producers = producers(nodes);
    Set<String> given = new HashSet<>(graph.inputs());
    given.addAll(constants);
    List<Node> sorted = new ArrayList<>(nodes.size());
    Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> stack = new ArrayDeque<>();
    for (Node root : nodes) {
      stack.push(root);
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
          continue;
        }
        List<Node> waiting =
            node.reads().stream()
                .filter(input -> !given.contains(input))
                .map(input -> producerOf(input, node, producers))
                .filter(producer -> !done.contains(producer))
                .toList();
        if (waiting.isEmpty()) {
          stack.pop();
          done.add(node);
          sorted.add(node);
        } else if (!open.add(node)) {
          throw broken("cycle through node '" + node.name() + "'");
        } else {
          waiting.reversed().forEach(stack::push);
        }
      }
    }
    return sorted;
  }

  private Map<String, Node> producers(List<Node> nodes) {
    Map<String, Node> producers = new HashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.equals(Node.ABSENT) && producers.put(output, node) != null) {
          throw broken("value '" + output + "' has two sources");
        }
      }
    }
    return producers;
  }

  private Node producerOf(String value, Node reader, Map<String, Node> producers) {
    Node producer = producers.get(value);
    if (producer == null) {
      throw broken("node '" + reader.name() + "' reads '" + value + "', which has no source");
    }
    return producer;
  }

  private IllegalStateException broken(String what) {
    String reasons =
        patches.stream().map(GraphPatch::reason).distinct().collect(Collectors.joining(", "));
    return new IllegalStateException(reasons + ": " + what);
  }
}
