package io.plumbline.graph;

import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

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
    return apply(graph, List.of(this));
  }

  /**
   * A graph after several edits that have nothing to do with each other: the same as one after the
   * other, at the cost of one.
   *
   * @param patches made of this graph, no two of which touch a common value; see {@link #touched}
   * @throws IllegalStateException as for one patch
   */
  public static Graph apply(Graph graph, List<GraphPatch> patches) {
    return new GraphEdit(graph, patches).apply();
  }

  /** Names of the nodes that go. */
  SequencedSet<String> removed() {
    return removed;
  }

  /** The nodes that come. */
  List<Node> added() {
    return added;
  }

  SequencedMap<String, Tensor> constants() {
    return constants;
  }

  SequencedMap<String, ValueType> types() {
    return types;
  }

  /** What consumers read instead, by what they read before. */
  Map<String, String> redirected() {
    return redirected;
  }

  /**
   * The values whose sources, consumers or meaning this patch changes or rests on: what the nodes
   * that go and come read and compute, what is redirected, and constants and types.
   *
   * @param graph that the patch was made of
   */
  public Set<String> touched(Graph graph) {
    Set<String> touched = new HashSet<>(constants.keySet());
    touched.addAll(types.keySet());
    touched.addAll(redirected.keySet());
    touched.addAll(redirected.values());
    Stream.concat(removed.stream().map(graph::node), added.stream())
        .forEach(
            node -> {
              touched.addAll(node.reads());
              touched.addAll(node.outputs());
            });
    touched.remove(Node.ABSENT);
    return touched;
  }
}
