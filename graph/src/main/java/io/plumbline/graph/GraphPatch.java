package io.plumbline.graph;

import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * A set of edits to a graph, applied together: the only way to change one. Applying re-sorts the
 * nodes topologically, keeping the old order where it is legal, so that equal edits give equal
 * graphs.
 */
public final class GraphPatch {
  private final String reason;
  private final SequencedSet<String> removed = new LinkedHashSet<>();
  private final List<Node> added = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final Map<String, String> redirected = new HashMap<>();

  /**
   * @param reason who edits and why, for error messages
   */
  public GraphPatch(String reason) {
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  public GraphPatch remove(Node node) {
    removed.add(node.name());
    return this;
  }

  public GraphPatch add(Node node) {
    added.add(node);
    return this;
  }

  /** Removes one node and adds another in its place. */
  public GraphPatch replace(Node old, Node replacement) {
    return remove(old).add(replacement);
  }

  public GraphPatch constant(String name, Tensor tensor) {
    constants.put(name, tensor);
    return this;
  }

  public GraphPatch type(String value, ValueType type) {
    types.put(value, type);
    return this;
  }

  /**
   * Makes every consumer of {@code from} read {@code to} instead. Nodes added by this patch are not
   * touched. A graph output, or a value that a sub-graph reads by name, keeps its name: an Identity
   * hands it on if nothing produces it any more.
   */
  public GraphPatch redirect(String from, String to) {
    redirected.put(from, to);
    return this;
  }

  /**
   * The edited graph.
   *
   * @throws IllegalStateException when the edits leave a cycle, a value without source or one with
   *     two
   */
  public Graph apply(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    int insertAt = -1;
    for (Node node : graph.nodes()) {
      if (removed.contains(node.name())) {
        insertAt = insertAt < 0 ? nodes.size() : insertAt;
      } else {
        nodes.add(node.withInputs(node.inputs().stream().map(this::redirect).toList()));
      }
    }
    nodes.addAll(insertAt < 0 ? nodes.size() : insertAt, added);
    nodes.addAll(keepNames(nodes, graph));
    SequencedMap<String, Tensor> allConstants = new LinkedHashMap<>(graph.constants());
    allConstants.putAll(constants);
    SequencedMap<String, ValueType> allTypes = new LinkedHashMap<>(graph.types());
    allTypes.putAll(types);
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        sort(nodes, graph, allConstants),
        allConstants,
        allTypes);
  }

  private List<Node> keepNames(List<Node> nodes, Graph graph) {
    SequencedSet<String> fixed = new LinkedHashSet<>(graph.outputs());
    for (Node node : nodes) {
      if (node.op() instanceof OpaqueOp opaque) {
        fixed.addAll(opaque.captured());
      }
    }
    nodes.forEach(node -> fixed.removeAll(node.outputs()));
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

  private String redirect(String value) {
    return redirected.getOrDefault(value, value);
  }

  private List<Node> sort(List<Node> nodes, Graph graph, SequencedMap<String, Tensor> available) {
    Map<String, Node> producers = new HashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.equals(Node.ABSENT) && producers.put(output, node) != null) {
          throw new IllegalStateException(reason + ": value '" + output + "' has two sources");
        }
      }
    }
    List<Node> sorted = new ArrayList<>(nodes.size());
    SequencedSet<Node> done = new LinkedHashSet<>();
    SequencedSet<Node> open = new LinkedHashSet<>();
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
                .filter(input -> needsProducer(input, graph, available))
                .map(input -> producerOf(input, node, producers))
                .filter(producer -> !done.contains(producer))
                .toList();
        if (waiting.isEmpty()) {
          stack.pop();
          done.add(node);
          open.remove(node);
          sorted.add(node);
        } else if (!open.add(node)) {
          throw new IllegalStateException(reason + ": cycle through node '" + node.name() + "'");
        } else {
          waiting.reversed().forEach(stack::push);
        }
      }
    }
    return sorted;
  }

  private static boolean needsProducer(
      String value, Graph graph, SequencedMap<String, Tensor> available) {
    return !graph.inputs().contains(value) && !available.containsKey(value);
  }

  private Node producerOf(String value, Node reader, Map<String, Node> producers) {
    Node producer = producers.get(value);
    if (producer == null) {
      throw new IllegalStateException(
          reason + ": node '" + reader.name() + "' reads '" + value + "', which has no source");
    }
    return producer;
  }
}
