package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Makes a plan of an optimised graph: what becomes one instruction, which values are quantized, and
 * with which parameters.
 */
public final class Planner {
  private final Graph graph;
  private final Target target;
  private final QuantOptions options;
  private final PlanStructure structure;

  /**
   * @param graph optimised, with known types
   * @throws io.plumbline.tensor.BadConfigurationException when the options name a node that does
   *     not exist
   * @throws io.plumbline.tensor.UnsupportedException when programs cannot compute as the target
   *     does
   */
  public Planner(Graph graph, Target target, QuantOptions options) {
    target.requireSimulated();
    this.graph = graph;
    this.target = target;
    this.options = options;
    this.structure = PlanStructure.of(graph, options);
  }

  /** Names of the values whose statistics the plan needs, inputs of the model among them. */
  public List<String> observed() {
    return structure.observed();
  }

  /** What every node becomes, as far as that can be said without statistics. */
  public List<NodePlan> nodes() {
    List<Finding> ignored = new ArrayList<>();
    return structure.groups().stream().map(group -> node(group, ignored)).toList();
  }

  /**
   * The plan.
   *
   * @param statistics of {@link #observed}, of the kind the calibrator needs
   * @throws io.plumbline.tensor.BadModelException when a weight is not finite
   */
  public Planned plan(Statistics statistics) {
    List<Finding> findings = new ArrayList<>();
    SequencedMap<String, TensorPlan> activations =
        new ActivationPlanner(
                structure,
                statistics,
                options.calibrator(),
                ActivationScheme.of(target.scheme(), target.convention()),
                options.loaded(),
                findings)
            .plan();
    SequencedMap<String, TensorPlan> scales =
        new WeightPlanner(
                graph, activations, target.scheme().perChannel(), options.loaded(), findings)
            .plan(structure.groups());
    List<NodePlan> nodes = structure.groups().stream().map(group -> node(group, findings)).toList();
    options.integerNodes().forEach(name -> reportFloat(name, nodes, findings));
    reportLoaded(activations, findings);
    return new Planned(assembled(activations, scales, nodes), findings);
  }

  private QuantPlan assembled(
      SequencedMap<String, TensorPlan> activations,
      SequencedMap<String, TensorPlan> scales,
      List<NodePlan> nodes) {
    var constants = new ConstantQuantizer(graph, activations, scales);
    List<List<Node>> groups = structure.groups().stream().map(Group::nodes).toList();
    return new QuantPlan(
        activations, constants.weights(target.rounding()), constants.biases(groups), nodes);
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
    findings.add(
        Finding.info(
            "load.kept",
            graph.name(),
            "%d of %d activations keep the scales the model brings"
                .formatted(activations.size() - completed.size(), activations.size())));
    if (!completed.isEmpty()) {
      findings.add(
          Finding.warning(
              "load.completed",
              completed.getFirst(),
              "%d activations have no scale in the model and got one by calibration: %s"
                  .formatted(completed.size(), String.join(", ", completed))));
    }
  }

  private void reportFloat(String wanted, List<NodePlan> nodes, List<Finding> findings) {
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
      }
    }
  }

  private NodePlan node(Group group, List<Finding> findings) {
    Precision integer =
        target.scheme().activation().bytes() == 1 ? Precision.INT8 : Precision.INT16;
    Set<String> quantized = structure.quantized();
    if (group.rule().isReal() && group.rule().reason().isEmpty()) {
      return new NodePlan(group.names(), Precision.FLOAT32, Precision.FLOAT32, "");
    }
    if (group.rule().isReal()) {
      if (isFloat32(group.output())) {
        findings.add(
            Finding.warning(
                "plan.float-fallback",
                group.head().name(),
                "Runs in float32: %s.".formatted(group.rule().reason())));
      }
      return new NodePlan(group.names(), integer, Precision.FLOAT32, group.rule().reason());
    }
    return QuantizedValues.isInteger(group, quantized)
        ? new NodePlan(group.names(), integer, integer, "")
        : new NodePlan(
            group.names(),
            integer,
            Precision.FLOAT32,
            "only nodes in float32 and outputs of the model depend on it");
  }

  private boolean isFloat32(String value) {
    return graph.tensorType(value).filter(type -> type.dtype() == DType.FLOAT32).isPresent();
  }
}
