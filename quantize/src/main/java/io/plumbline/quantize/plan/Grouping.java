package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.quantize.demand.Demand;
import io.plumbline.quantize.demand.Demands;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.quantize.rule.ChannelFactors;
import io.plumbline.quantize.rule.FusedFunction;
import io.plumbline.quantize.rule.OperandRules;
import io.plumbline.quantize.rule.QuantRules;
import io.plumbline.quantize.rule.Rule;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wishes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which nodes become one instruction: Conv, Gemm, MatMul, arithmetic and batch
 * normalisation take the Relu and Clip behind them, Conv one function that saturates and a product
 * with powers of two for its channels, MatMul before that the constant row that is added to it;
 * nodes that hand values to each other which are no tensors, or whose size depends on the data,
 * stay together; everything else stays alone.
 */
final class Grouping {
  private final Graph graph;
  private final Wishes wishes;
  private final Demands demands;
  private final Target target;
  private final LoadedScales loaded;
  private final Map<String, List<Node>> clusters;
  private final WideWeights weights;
  private final Set<String> grouped = new HashSet<>();

  private Grouping(Graph graph, Target target, QuantOptions options, Demands demands) {
    this.graph = graph;
    this.target = target;
    this.wishes = Wishes.of(options.wishes(), graph);
    this.demands = demands;
    this.loaded = options.loaded();
    this.clusters = Clusters.of(graph);
    this.weights =
        WideWeights.of(
            graph,
            target,
            options,
            node -> isFloat(node) ? Scheme.FLOAT32 : requested(node),
            node -> !isFree(node));
  }

  /**
   * The groups in execution order.
   *
   * @param demands of the numbers themselves, which count where no wish is about a node or its type
   * @throws io.plumbline.tensor.BadConfigurationException when a wish is about no node
   */
  static List<Group> of(Graph graph, Target target, QuantOptions options, Demands demands) {
    return new Grouping(graph, target, options, demands).groups();
  }

  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Node> cluster = clusters.getOrDefault(node.name(), List.of(node));
      if (!grouped.contains(node.name()) && cluster.getLast().equals(node)) {
        Group group =
            cluster.size() > 1 ? together(cluster) : isFloat(node) ? alone(node) : fused(node);
        group.nodes().forEach(member -> grouped.add(member.name()));
        groups.add(group);
      }
    }
    return groups;
  }

  /** Nodes that one engine runs; every value that leaves them is a result. */
  private Group together(List<Node> cluster) {
    Rule rule =
        Rule.real("values between its nodes are no tensors, or of a size that depends on the data");
    List<String> outputs =
        cluster.stream()
            .flatMap(node -> results(node).stream())
            .filter(
                value ->
                    graph.outputs().contains(value)
                        || !cluster.containsAll(graph.consumers(value))
                        || graph.consumers(value).isEmpty())
            .toList();
    return new Group(cluster, rule, asked(cluster, rule), outputs, Optional.empty(), Fusion.none());
  }

  private static List<String> results(Node node) {
    return node.outputs().stream().filter(name -> !name.equals(Node.ABSENT)).toList();
  }

  private boolean isFloat(Node node) {
    return wishes.scheme(node).filter(Scheme::isReal).isPresent()
        || demand(node).filter(demand -> demand.scheme().isReal()).isPresent();
  }

  /** What the numbers of a node demand, where no wish is about the node or its type. */
  private Optional<Demand> demand(Node node) {
    return isFree(node) ? demands.of(node) : Optional.empty();
  }

  private boolean isFree(Node node) {
    return wishes.wish(node).filter(w -> !(w.selector() instanceof Selector.All)).isEmpty();
  }

  private Group alone(Node node) {
    Rule rule = QuantRules.of(node, graph, loaded, target.scheme());
    Optional<Demand> demand = demand(node);
    Rule real =
        demand.isPresent() && rule.isReal()
            ? rule
            : rule.keptReal(demand.map(Demand::reason).orElse(""));
    Grant grant = demand.isPresent() ? asked(List.of(node), real) : Grant.REAL;
    return new Group(List.of(node), real, grant, results(node), Optional.empty(), Fusion.none());
  }

  private Group fused(Node node) {
    Rule rule = granted(List.of(node)).rule();
    List<Node> nodes = new ArrayList<>(List.of(node));
    if (!takesActivation(node, rule)) {
      Granted own = granted(nodes);
      return new Group(
          nodes, own.rule(), own.grant(), results(node), Optional.empty(), Fusion.none());
    }
    if (node.op() instanceof MatMul) {
      follower(node).filter(add -> isAddedRow(node, add)).ifPresent(nodes::add);
    }
    Optional<BiasOperand> bias =
        rule.behaviour() == Behaviour.SUM ? BiasOperand.of(nodes, graph) : Optional.empty();
    Fusion fusion = fusion(node, nodes);
    Granted whole = granted(nodes);
    return new Group(nodes, whole.rule(), whole.grant(), results(nodes.getLast()), bias, fusion);
  }

  /** The rule of the first of some nodes in the scheme they get. */
  private record Granted(Rule rule, Grant grant) {}

  /** The widest scheme that the nodes have an integer form in, up to what is asked for. */
  private Granted granted(List<Node> nodes) {
    Scheme wanted = weights.fitting(requested(nodes), nodes.getFirst());
    Rule rule = rule(nodes.getFirst(), wanted);
    if (rule.isReal()) {
      for (Scheme narrower : within(wanted)) {
        Rule other = rule(nodes.getFirst(), narrower);
        if (!other.isReal()) {
          Grant grant = new Grant(requested(nodes), narrower, rank(nodes), rule.reason());
          return new Granted(other, grant);
        }
      }
    }
    return new Granted(rule, asked(nodes, rule));
  }

  /** The schemes of the target that need less than another, the widest first. */
  private List<Scheme> within(Scheme other) {
    return target.schemes().stream()
        .filter(scheme -> scheme.isWithin(other))
        .sorted(
            Comparator.comparingInt((Scheme scheme) -> scheme.activation().bytes())
                .thenComparing(Scheme::hasWideWeights)
                .reversed())
        .toList();
  }

  private Rule rule(Node node, Scheme scheme) {
    return QuantRules.of(node, graph, loaded, scheme);
  }

  private Grant asked(List<Node> nodes, Rule rule) {
    Scheme requested = requested(nodes);
    Node head = nodes.getFirst();
    return rule.isReal()
        ? new Grant(requested, Scheme.FLOAT32, rank(nodes), "")
        : new Grant(
            requested,
            weights.fitting(requested, head),
            rank(nodes),
            weights.reason(requested, head));
  }

  /**
   * The integer scheme of the widest activations that any of the nodes is to be computed in; where
   * the first is to have weights of 16 bits, with these.
   */
  private Scheme requested(List<Node> nodes) {
    Scheme first = requested(nodes.getFirst());
    Scheme widest = first;
    for (Node node : nodes) {
      widest = Grant.isWider(requested(node), widest) ? requested(node) : widest;
    }
    return first.hasWideWeights() ? widest.withWeightsOf(first) : widest.withNarrowWeights();
  }

  private Scheme requested(Node node) {
    Scheme wished = wishes.scheme(node).filter(scheme -> !scheme.isReal()).orElse(target.scheme());
    return demand(node)
        .map(Demand::scheme)
        .filter(scheme -> !scheme.isReal() && Grant.isWider(scheme, wished))
        .map(scheme -> wished.hasWideWeights() ? scheme.withWeightsOf(wished) : scheme)
        .orElse(wished);
  }

  private int rank(List<Node> nodes) {
    return nodes.stream()
        .flatMap(node -> wishes.wish(node).stream())
        .mapToInt(wish -> wish.selector().rank())
        .max()
        .orElse(Grant.UNASKED);
  }

  /** What the nodes behind these compute along with them; the nodes are added. */
  private Fusion fusion(Node head, List<Node> nodes) {
    List<Node> limits = new ArrayList<>();
    Optional<Node> next = follower(nodes.getLast());
    while (next.isPresent() && Limits.of(List.of(next.get())).isPresent()) {
      limits.add(next.get());
      next = follower(next.get());
    }
    if (target.fusedFunctions()
        && limits.isEmpty()
        && nodes.stream().allMatch(this::isNarrow)
        && head.op() instanceof Conv conv
        && conv.window().rank() <= 2) {
      Optional<UnaryOp> function =
          next.filter(this::isNarrow).filter(this::isReadNarrow).flatMap(FusedFunction::of);
      if (function.isPresent()) {
        nodes.add(next.orElseThrow());
        return new Fusion.Function(function.get(), factors(nodes));
      }
    }
    nodes.addAll(limits);
    return new Fusion.Limited(Limits.of(limits).orElseThrow());
  }

  /** Positions of a function behind a sum are too coarse to use all of 16 bits. */
  private boolean isNarrow(Node node) {
    return requested(node).activation().bytes() == 1;
  }

  /** Whether no reader of a result, with what it computes along, wants more of it than 8 bits. */
  private boolean isReadNarrow(Node node) {
    return graph.consumers(node.output()).stream().allMatch(this::takesNarrow);
  }

  private boolean takesNarrow(Node reader) {
    if (!requested(reader).isReal() && !isNarrow(reader)) {
      return false;
    }
    Optional<Node> along =
        reader.outputs().size() == 1
            ? follower(reader)
                .filter(next -> Limits.of(List.of(next)).isPresent() || isAddedRow(reader, next))
            : Optional.empty();
    return along.isEmpty() || takesNarrow(along.get());
  }

  /** The factors of the channels behind these nodes, if there are any; their node is added. */
  private List<Float> factors(List<Node> nodes) {
    Node last = nodes.getLast();
    Optional<Node> next = follower(last).filter(this::isNarrow);
    Optional<List<Float>> factors =
        next.flatMap(node -> ChannelFactors.of(node, last.output(), graph));
    factors.ifPresent(_ -> nodes.add(next.orElseThrow()));
    return factors.orElse(List.of());
  }

  private static boolean takesActivation(Node node, Rule rule) {
    return rule.behaviour() == Behaviour.SUM
        || (rule.behaviour() == Behaviour.ARITHMETIC
            && (node.op() instanceof Binary || node.op() instanceof BatchNormalization));
  }

  private Optional<Node> follower(Node node) {
    return graph.onlyConsumer(node.output()).filter(next -> !isFloat(next));
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
