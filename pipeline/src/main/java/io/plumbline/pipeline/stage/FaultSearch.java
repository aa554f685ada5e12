package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.Ruin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds the node with which an output of the fake-quantized model is lost, by halving: with the
 * tensors and weights of the first k nodes rounded the output is still true, with those of k + 1
 * nodes it is not. What a node does to the output is measured at the output, so that neither a mask
 * that dominates a sum hides its error, nor a node is blamed for what it was handed. While halving
 * the output is held to that of the plan's graph without any rounding, for biases that were fitted
 * to the roundings are no fault of a node.
 */
final class FaultSearch {
  private final Graph real;
  private final Graph graph;
  private final QuantPlan plan;
  private final String output;
  private final OptionalDouble size;
  private final Map<String, Tensor> sample;
  private final List<Step> steps;
  private final Tensor expected;

  /** The inputs of the model, or a node that the output depends on, with what is rounded of it. */
  private record Step(Optional<NodePlan> node, Set<String> activations, Set<String> weights) {}

  /**
   * Where an output is lost.
   *
   * @param node the first at fault; empty for the inputs of the model
   * @param tensor that it rounds, for the range; empty when it rounds none
   * @param without the output's cosine to the real one when this node alone is not rounded, see
   *     {@link Ruin}
   */
  record Fault(Optional<NodePlan> node, Optional<String> tensor, double without) {}

  /**
   * @param real graph without what was fitted to the plan, to which the output is held
   * @param graph of the plan, with static types
   * @param output a float32 value of the graph
   * @param size of its numbers over all samples where it is a single one, see {@link Ruin#cosine}
   * @param sample inputs for which it is lost
   */
  FaultSearch(
      Graph real,
      Graph graph,
      QuantPlan plan,
      String output,
      OptionalDouble size,
      Map<String, Tensor> sample) {
    this.real = real.withOutputs(List.of(output));
    this.graph = graph.withOutputs(List.of(output));
    this.plan = plan;
    this.output = output;
    this.size = size;
    this.sample = sample;
    this.steps = steps();
    this.expected = run(_ -> false);
  }

  /** Empty when rounding alone does not lose the output. */
  Optional<Fault> find() {
    int low = -1;
    int high = steps.size() - 1;
    if (high < 0 || isTrue(cosine(_ -> true))) {
      return Optional.empty();
    }
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (isTrue(cosine(step -> step <= middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int lost = high;
    Step step = steps.get(lost);
    return Optional.of(
        new Fault(
            step.node(),
            step.activations().stream().findFirst(),
            cosine(run(real), run(other -> other != lost))));
  }

  static boolean isTrue(double cosine) {
    return cosine >= Ruin.LEAST;
  }

  private List<Step> steps() {
    Set<String> needed = needed();
    List<Step> found = new ArrayList<>();
    add(Optional.empty(), List.of(), graph.inputs(), needed, found);
    for (NodePlan node : plan.nodes()) {
      List<Node> nodes = node.nodes().stream().map(graph::node).toList();
      add(
          Optional.of(node),
          nodes.stream().flatMap(each -> each.reads().stream()).toList(),
          nodes.stream().flatMap(each -> each.outputs().stream()).toList(),
          needed,
          found);
    }
    return List.copyOf(found);
  }

  private void add(
      Optional<NodePlan> node,
      List<String> reads,
      List<String> writes,
      Set<String> needed,
      List<Step> found) {
    Set<String> activations = new LinkedHashSet<>(writes);
    activations.retainAll(plan.quantized().keySet());
    activations.retainAll(needed);
    Set<String> weights = new LinkedHashSet<>(reads);
    weights.retainAll(plan.weights().keySet());
    boolean reaches = node.isEmpty() || writes.stream().anyMatch(needed::contains);
    if (reaches && !(activations.isEmpty() && weights.isEmpty())) {
      found.add(new Step(node, activations, weights));
    }
  }

  /** Every value that the output depends on, itself among them. */
  private Set<String> needed() {
    Set<String> needed = new HashSet<>(Set.of(output));
    for (Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.reads());
      }
    }
    return needed;
  }

  private double cosine(IntPredicate rounded) {
    return cosine(expected, run(rounded));
  }

  private double cosine(Tensor expected, Tensor found) {
    return found.elements() == expected.elements()
        ? Ruin.cosine(Similarity.of(expected.toFloats(), found.toFloats()), size)
        : 0;
  }

  private Tensor run(IntPredicate rounded) {
    Set<String> activations = new HashSet<>();
    Set<String> weights = new HashSet<>();
    for (int step = 0; step < steps.size(); step++) {
      if (rounded.test(step)) {
        activations.addAll(steps.get(step).activations());
        weights.addAll(steps.get(step).weights());
      }
    }
    SequencedMap<Use, TensorPlan> reads = new LinkedHashMap<>(plan.reads());
    reads.values().removeIf(read -> !activations.contains(read.tensor()));
    QuantPlan part =
        new QuantPlan(
            kept(plan.activations(), activations),
            reads,
            kept(plan.weights(), weights),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            plan.nodes());
    return run(QdqAnnotator.annotate(graph, part, WeightForm.FLOAT).graph());
  }

  private Tensor run(Graph whole) {
    try (OrtEngine engine = OrtEngine.openOwn(whole)) {
      return Objects.requireNonNull(engine.run(sample).get(output));
    }
  }

  private static <T> SequencedMap<String, T> kept(SequencedMap<String, T> all, Set<String> names) {
    SequencedMap<String, T> kept = new LinkedHashMap<>(all);
    kept.keySet().retainAll(names);
    return kept;
  }
}
