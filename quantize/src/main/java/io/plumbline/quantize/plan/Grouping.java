package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.BadConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which nodes become one instruction: Conv, Gemm, MatMul, arithmetic and batch
 * normalisation take the Relu and Clip behind them, Conv one function that saturates, MatMul before
 * that the constant row that is added to it; nodes that hand values to each other which are no
 * tensors, or whose size depends on the data, stay together; everything else stays alone.
 */
final class Grouping {
  private final Graph graph;
  private final Set<String> floatNodes;
  private final Set<String> floatTypes;
  private final Map<String, List<Node>> clusters;
  private final Set<String> grouped = new HashSet<>();

  private Grouping(Graph graph, QuantOptions options) {
    this.graph = graph;
    this.floatNodes = Set.copyOf(options.floatNodes());
    this.floatTypes = Set.copyOf(options.floatTypes());
    this.clusters = Clusters.of(graph);
  }

  /**
   * The groups in execution order.
   *
   * @param options that name nodes or their origins, and op types
   * @throws BadConfigurationException when a name stands for no node
   */
  static List<Group> of(Graph graph, QuantOptions options) {
    Set<String> known = new HashSet<>();
    graph.nodes().forEach(node -> known.add(node.name()));
    graph.nodes().forEach(node -> known.addAll(node.origins()));
    options.floatNodes().forEach(name -> requireKnown(name, known, "kept in float32"));
    options.integerNodes().forEach(name -> requireKnown(name, known, "made integer"));
    return new Grouping(graph, options).groups();
  }

  private static void requireKnown(String name, Set<String> known, String wish) {
    if (!known.contains(name)) {
      throw new BadConfigurationException(
          "plan.unknown-node",
          name,
          "No node of the model is called '%s', so it cannot be %s.".formatted(name, wish),
          "Use a node name of the original or of the optimised model.");
    }
  }

  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Node> cluster = clusters.getOrDefault(node.name(), List.of(node));
      if (!grouped.contains(node.name()) && cluster.getLast().equals(node)) {
        Group group =
            cluster.size() > 1
                ? new Group(
                    cluster,
                    Rule.real(
                        "values between its nodes are no tensors, or of a size that depends on the data"))
                : isFloat(node) ? alone(node) : fused(node);
        group.nodes().forEach(member -> grouped.add(member.name()));
        groups.add(group);
      }
    }
    return groups;
  }

  private boolean isFloat(Node node) {
    return floatNodes.contains(node.name())
        || floatTypes.contains(node.op().type())
        || node.origins().stream().anyMatch(floatNodes::contains);
  }

  private static Group alone(Node node) {
    return new Group(List.of(node), Rule.real(""));
  }

  private Group fused(Node node) {
    Rule rule = QuantRules.of(node, graph);
    List<Node> nodes = new ArrayList<>(List.of(node));
    if (takesActivation(node, rule)) {
      if (node.op() instanceof MatMul) {
        follower(node).filter(add -> isAddedRow(node, add)).ifPresent(nodes::add);
      }
      Optional<Node> next = follower(nodes.getLast()).filter(Grouping::isLimit);
      while (next.isPresent()) {
        nodes.add(next.get());
        next = follower(next.get()).filter(Grouping::isLimit);
      }
      if (nodes.size() == 1 && node.op() instanceof Conv conv && conv.window().rank() <= 2) {
        follower(node).filter(FusedFunction::applies).ifPresent(nodes::add);
      }
    }
    return new Group(nodes, rule);
  }

  private static boolean takesActivation(Node node, Rule rule) {
    return rule.form() == Rule.Form.SUM
        || (rule.form() == Rule.Form.ARITHMETIC
            && (node.op() instanceof Binary || node.op() instanceof BatchNormalization));
  }

  private Optional<Node> follower(Node node) {
    return graph.onlyConsumer(node.output()).filter(next -> !isFloat(next));
  }

  private static boolean isLimit(Node node) {
    return node.op() instanceof Clip
        || (node.op() instanceof Unary(UnaryFunction function) && function == UnaryFunction.RELU);
  }

  private boolean isAddedRow(Node product, Node add) {
    if (!(add.op() instanceof Binary(BinaryFunction function))
        || function != BinaryFunction.ADD
        || !WeightOperand.of(product, graph).map(WeightOperand::isMatrix).orElse(false)) {
      return false;
    }
    String other = add.input(0).equals(product.output()) ? add.input(1) : add.input(0);
    long channels = graph.constant(product.input(1)).orElseThrow().shape().dim(1);
    return graph.constant(other).filter(row -> OperandRules.isRow(row, channels)).isPresent();
  }
}
