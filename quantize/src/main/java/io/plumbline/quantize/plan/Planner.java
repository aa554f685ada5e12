package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.demand.Demands;
import io.plumbline.quantize.demand.Fillers;
import io.plumbline.quantize.demand.SteepNodes;
import io.plumbline.quantize.demand.WholeNumbers;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.mask.MaskFlow;
import io.plumbline.quantize.mask.MaximaBorder;
import io.plumbline.quantize.mask.Sentinels;
import io.plumbline.quantize.observe.Need;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a plan of an optimised graph: what becomes one instruction, which values are quantized, and
 * with which parameters.
 */
public final class Planner {
  private final Graph graph;
  private final Target target;
  private final QuantOptions options;
  private final Demands demands;
  private final MaskFlow masks;
  private final SteepNodes steep;
  private final Fillers fillers;

  /** Where no value holds sentinels and no function is steep. */
  private final PlanStructure structure;

  /** Plans that differ in a few tensors share the weights that are the same in them. */
  private final Map<TensorPlan, QuantizedConstant> rounded = new ConcurrentHashMap<>();

  private final Map<WeightPlanner.Channels, double[]> magnitudes = new ConcurrentHashMap<>();

  /**
   * @param graph optimised, with known types
   * @throws io.plumbline.tensor.BadConfigurationException when the options name a node that does
   *     not exist, or a scheme that the target does not have
   * @throws io.plumbline.tensor.UnsupportedException when programs cannot compute as the target
   *     does
   */
  public Planner(Graph graph, Target target, QuantOptions options) {
    target.requireSimulated();
    this.graph = graph;
    this.target = target;
    this.options = options.forTarget(target);
    this.demands = Demands.beforehand(graph, this.options.loaded(), target);
    this.structure = structure(demands, Sentinels.NONE);
    this.steep = new SteepNodes(graph, this.options.loaded(), target);
    this.fillers = new Fillers(graph, this.options.loaded(), target);
    this.masks = MaskFlow.of(graph, decidedOtherwise());
  }

  private PlanStructure structure(Demands all, Sentinels sentinels) {
    return PlanStructure.of(graph, target, options, all, sentinels);
  }

  /** Values that are quantized whatever they hold. */
  private Set<String> decidedOtherwise() {
    Set<String> decided = new HashSet<>(structure.pictures());
    decided.addAll(options.loaded().activations().keySet());
    options.outputs().ifPresent(_ -> decided.addAll(graph.outputs()));
    return decided;
  }

  /** The graph that plans are made of. */
  public Graph graph() {
    return graph;
  }

  /** Names of the values whose statistics the plan needs, inputs of the model among them. */
  public List<String> observed() {
    SequencedSet<String> observed = structure.observed(masks.possible());
    steep.observed().stream()
        .filter(value -> !MaximaBorder.isIn(value, graph))
        .forEach(observed::add);
    observed.addAll(fillers.observed());
    return List.copyOf(observed);
  }

  /**
   * The same values, and how much must be known of each; also the results of integer instructions
   * that are written as float32, which must be finite.
   *
   * @param least what the calibrator needs
   */
  public SequencedMap<String, Need> needs(StatisticKind least) {
    SequencedMap<String, Need> needs = new LinkedHashMap<>();
    for (String value : observed()) {
      needs.put(
          value,
          least == StatisticKind.WEIGHTED
              ? new Need(least, ReadingEnergy.of(value, graph))
              : Need.of(least));
    }
    if (least == StatisticKind.RANGE) {
      steep.operands().forEach(value -> needs.replace(value, Need.of(StatisticKind.HISTOGRAM)));
      fillers.observed().forEach(value -> needs.replace(value, Need.of(StatisticKind.HISTOGRAM)));
    }
    masks.possible().forEach(value -> needs.replace(value, Need.of(StatisticKind.MASKED)));
    masks.replaced().forEach(value -> needs.replace(value, Need.of(StatisticKind.REPLACED)));
    structure.groups().stream()
        .filter(group -> group.rule().behaviour() == Behaviour.SUM)
        .flatMap(group -> group.outputs().stream())
        .filter(value -> !structure.quantized().contains(value))
        .filter(value -> !masks.possible().contains(value) && !masks.replaced().contains(value))
        .forEach(value -> needs.putIfAbsent(value, Need.of(StatisticKind.RANGE)));
    return needs;
  }

  /** What every node becomes, as far as that can be said without statistics. */
  public List<NodePlan> nodes() {
    var unseen = new Statistics(0, new LinkedHashMap<>());
    PlanStructure known = structure(demands, Sentinels.of(masks, unseen));
    SequencedMap<String, TensorPlan> apart = new LinkedHashMap<>();
    known
        .sources()
        .forEach(
            (value, source) -> {
              QuantParams params =
                  known.pictures().contains(source)
                      ? StoredParams.PICTURE
                      : QuantParams.perTensor(
                          Objects.requireNonNull(known.schemes().get(source)).activation(),
                          1 + known.observed().indexOf(source),
                          0);
              apart.put(value, TensorPlan.of(value, params, new Source.Fixed()));
            });
    var stored =
        new StoredParams(
            graph, PlannedTensors.of(known, apart), weightsBeforehand(), known.pictures());
    var forms = new FormPlanner(graph, stored, known.sentinels());
    return known.groups().stream().map(forms::plan).toList();
  }

  /** Weights that are sure to have one scale. */
  private Map<String, QuantParams> weightsBeforehand() {
    Map<String, QuantParams> weights = new HashMap<>();
    for (Group group : structure.groups()) {
      WeightOperand.of(group.head(), graph)
          .filter(weight -> group.rule().behaviour() == Behaviour.SUM && !weight.isMatrix())
          .ifPresent(
              weight ->
                  weights.put(
                      weight.constant(),
                      QuantParams.perTensor(structure.weightType(weight.constant()), 1, 0)));
    }
    return weights;
  }

  /**
   * The plan.
   *
   * @param statistics of {@link #observed}, of the kind the calibrator needs
   * @throws io.plumbline.tensor.BadModelException when a weight is not finite
   */
  public Planned plan(Statistics statistics) {
    return plan(ranges(statistics));
  }

  /**
   * What the calibration of the options makes of statistics.
   *
   * @param statistics of {@link #observed}, of the kind that it needs
   */
  public Ranges ranges(Statistics statistics) {
    PlanStructure decided = decided(statistics);
    return Ranges.of(decided, schemes(decided), statistics, options.calibration());
  }

  /** What can be said once the numbers are known. */
  private PlanStructure decided(Statistics statistics) {
    Sentinels sentinels = Sentinels.of(masks, statistics);
    PlanStructure masked = sentinels.isEmpty() ? structure : structure(demands, sentinels);
    Demands further =
        steep
            .demands(statistics, masked)
            .and(fillers.demands(statistics, masked))
            .and(WholeNumbers.demands(graph, target, statistics, masked));
    return further.isEmpty() ? masked : structure(demands.and(further), sentinels);
  }

  private SequencedMap<String, ActivationScheme> schemes(PlanStructure decided) {
    SequencedMap<String, ActivationScheme> schemes = new LinkedHashMap<>();
    for (String source : decided.observed()) {
      Scheme scheme = Objects.requireNonNull(decided.schemes().get(source), source);
      schemes.put(source, ActivationScheme.of(scheme, target.convention()));
    }
    return schemes;
  }

  /**
   * The plan of given ranges.
   *
   * @param ranges made by {@link #ranges}, and changed for single tensors perhaps
   * @throws io.plumbline.tensor.BadModelException when a weight is not finite
   */
  public Planned plan(Ranges ranges) {
    PlanStructure decided = ranges.structure();
    List<Finding> findings = new ArrayList<>(decided.demands().findings());
    findings.addAll(decided.sentinels().findings(graph));
    SequencedMap<String, TensorPlan> activations =
        new ActivationPlanner(
                decided, ranges, options, new ScaleOfNothing(decided, magnitudes), findings)
            .plan();
    SequencedMap<String, TensorPlan> weights =
        new WeightPlanner(decided, activations, options.loaded(), magnitudes, findings).plan();
    QuantPlan plan =
        new PlanAssembly(
                decided,
                PlannedTensors.of(decided, activations),
                weights,
                rounded,
                target.rounding())
            .plan();
    plan.nodes().forEach(node -> reportFallback(node, decided, findings));
    for (Wish wish : options.wishes()) {
      if (wish.selector() instanceof Selector.Node(String name) && !wish.scheme().isReal()) {
        reportRefused(name, plan.nodes(), findings);
      }
    }
    reportLoaded(activations, findings);
    return new Planned(plan, findings);
  }

  /**
   * The plan of this graph with the parameters of another plan, whose graph differs in the numbers
   * of biases alone. Their scales would else follow the biases in places, and other integers of
   * weights with them.
   *
   * @param statistics that the other plan was made of
   */
  public QuantPlan like(QuantPlan other, Statistics statistics) {
    SequencedMap<String, TensorPlan> weights = new LinkedHashMap<>();
    other.weights().forEach((name, weight) -> weights.put(name, weight.plan()));
    return new PlanAssembly(
            decided(statistics),
            new PlannedTensors(other.activations(), other.reads()),
            weights,
            rounded,
            target.rounding())
        .plan();
  }

  /**
   * A plan of given parameters: the integers of constants and what every node becomes follow from
   * them.
   *
   * @param activations by value name
   * @param weights by constant name, for every constant that integer products read
   */
  public QuantPlan assemble(
      SequencedMap<String, TensorPlan> activations, SequencedMap<String, TensorPlan> weights) {
    return new PlanAssembly(
            structure,
            PlannedTensors.of(structure, activations),
            weights,
            rounded,
            target.rounding())
        .plan();
  }

  private void reportLoaded(SequencedMap<String, TensorPlan> activations, List<Finding> findings) {
    if (options.loaded().isEmpty()) {
      return;
    }
    List<String> completed =
        activations.values().stream()
            .filter(plan -> !plan.source().isGiven())
            .map(TensorPlan::tensor)
            .toList();
    String place =
        activations.values().stream()
            .sorted(Comparator.comparing(plan -> !plan.source().isGiven()))
            .map(TensorPlan::tensor)
            .findFirst()
            .orElseGet(graph.outputs()::getFirst);
    findings.add(
        Finding.info(
            "load.kept",
            place,
            String.format(
                Locale.ROOT,
                "%d of %s keep the scales the model brings",
                activations.size() - completed.size(),
                Count.of(activations.size(), "activation"))));
    if (!completed.isEmpty()) {
      findings.add(
          Finding.warning(
              "load.completed",
              completed.getFirst(),
              String.format(
                  Locale.ROOT,
                  "%s no scale in the model and got one by calibration: %s",
                  Count.of(completed.size(), "activation has", "activations have"),
                  String.join(", ", completed))));
    }
  }

  /** Says where a node does not get what was asked for it by name. */
  private void reportRefused(String wanted, List<NodePlan> nodes, List<Finding> findings) {
    for (NodePlan plan : nodes) {
      boolean meant =
          plan.nodes().stream()
              .anyMatch(name -> name.equals(wanted) || graph.node(name).origins().contains(wanted));
      if (meant && plan.effective() == Precision.FLOAT32) {
        findings.add(
            Finding.warning(
                "plan.not-integer",
                wanted,
                "Asked to be integer, runs in float32: %s.".formatted(plan.reason())));
      } else if (meant && !plan.reason().isEmpty()) {
        findings.add(
            Finding.warning(
                "plan.other-precision",
                wanted,
                "Asked to be %s, is %s: %s."
                    .formatted(plan.requested().label(), plan.effective().label(), plan.reason())));
      }
    }
  }

  /** Says which nodes run in float32 though nobody asked for that. */
  private void reportFallback(NodePlan plan, PlanStructure decided, List<Finding> findings) {
    boolean expected =
        plan.effective() != Precision.FLOAT32
            || plan.reason().isEmpty()
            || readsSentinels(plan, decided.sentinels())
            || FormPlanner.CONSEQUENCES.contains(plan.reason())
            || decided.demands().byNode().containsKey(plan.nodes().getFirst());
    if (!expected && isFloat32(graph.node(plan.nodes().getLast()).output())) {
      findings.add(
          Finding.warning(
              "plan.float-fallback",
              plan.nodes().getFirst(),
              "Runs in float32: %s.".formatted(plan.reason())));
    }
  }

  /** Whether a node that computes in float32 of itself does so for what it reads. */
  private boolean readsSentinels(NodePlan plan, Sentinels sentinels) {
    return !(plan.form() instanceof IntegerForm.Foreign)
        && graph.node(plan.nodes().getFirst()).reads().stream().anyMatch(sentinels::keeps);
  }

  private boolean isFloat32(String value) {
    return graph.tensorType(value).filter(type -> type.dtype() == DType.FLOAT32).isPresent();
  }
}
