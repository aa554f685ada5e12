package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts the branch that is taken in place of an If whose condition is constant:
 *
 * <pre>
 *   If(true) { then: y = f(x) } ⇒ output      becomes      y = f(x);  output = y
 * </pre>
 *
 * A branch with a name that is taken outside, and that an inner sub-graph reads, stays as it is.
 */
public final class InlineBranches {
  private final Graph graph;
  private final BranchReader reader;
  private final Set<String> taken = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants;
  private boolean changed;

  private InlineBranches(Graph graph, BranchReader reader) {
    this.graph = graph;
    this.reader = reader;
    this.constants = new LinkedHashMap<>(graph.constants());
    taken.addAll(graph.inputs());
    taken.addAll(constants.keySet());
    graph.nodes().forEach(node -> taken.add(node.name()));
    graph.nodes().forEach(node -> taken.addAll(node.outputs()));
  }

  /** The graph without those nodes, or empty when there are none. */
  public static Optional<Graph> apply(Graph graph, BranchReader reader) {
    InlineBranches pass = new InlineBranches(graph, reader);
    graph.nodes().forEach(pass::add);
    return pass.changed
        ? Optional.of(
            new Graph(
                graph.name(),
                graph.info(),
                graph.inputs(),
                graph.outputs(),
                pass.nodes,
                pass.constants,
                graph.types()))
        : Optional.empty();
  }

  private void add(Node node) {
    Optional<Graph> branch = taken(node);
    if (branch.isEmpty() || !inline(node, branch.get())) {
      nodes.add(node);
    }
  }

  private Optional<Graph> taken(Node node) {
    if (!(node.op() instanceof OpaqueOp op) || !op.type().equals("If") || !op.domain().isEmpty()) {
      return Optional.empty();
    }
    Tensor condition = constants.get(node.input(0));
    String name = condition != null && condition.getLong(0) != 0 ? "then_branch" : "else_branch";
    return condition != null
            && condition.elements() == 1
            && op.attributes().get(name) instanceof Attribute.Wire wire
        ? Optional.of(reader.read(wire, graph))
        : Optional.empty();
  }

  private boolean inline(Node node, Graph branch) {
    Map<String, String> renamed = new HashMap<>();
    for (String local : locals(branch)) {
      if (taken.contains(local)) {
        renamed.put(local, Names.free(local, taken::contains));
      }
    }
    Set<String> captured = new HashSet<>();
    branch.nodes().stream()
        .filter(inner -> inner.op() instanceof OpaqueOp)
        .forEach(inner -> captured.addAll(((OpaqueOp) inner.op()).captured()));
    if (captured.stream().anyMatch(renamed::containsKey)) {
      return false;
    }
    branch
        .constants()
        .forEach((name, tensor) -> constants.put(renamed.getOrDefault(name, name), tensor));
    for (Node inner : branch.nodes()) {
      nodes.add(
          new Node(
              fresh(inner.name()),
              inner.op(),
              rename(inner.inputs(), renamed),
              rename(inner.outputs(), renamed),
              List.of(node.name())));
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      handOut(node, i, renamed.getOrDefault(branch.outputs().get(i), branch.outputs().get(i)));
    }
    locals(branch).forEach(local -> taken.add(renamed.getOrDefault(local, local)));
    changed = true;
    return true;
  }

  private static List<String> locals(Graph branch) {
    return Stream.concat(
            branch.constants().keySet().stream(),
            branch.nodes().stream().flatMap(inner -> inner.outputs().stream()))
        .filter(name -> !name.equals(Node.ABSENT))
        .toList();
  }

  private static List<String> rename(List<String> names, Map<String, String> renamed) {
    return names.stream().map(name -> renamed.getOrDefault(name, name)).toList();
  }

  private void handOut(Node node, int output, String value) {
    String name = node.outputs().get(output);
    if (!name.equals(Node.ABSENT)) {
      nodes.add(
          new Node(
              fresh(node.name() + "_output_" + output),
              new Identity(),
              List.of(value),
              List.of(name),
              List.of(node.name())));
    }
  }

  private String fresh(String wanted) {
    String name = Names.free(wanted, taken::contains);
    taken.add(name);
    return name;
  }
}
