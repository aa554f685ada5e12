package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Terms;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.rule.WeightBound;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A plan from the parameters of its tensors: the integers of constants, what every node becomes,
 * and the proof that an accumulator holds all sums of the actual integers.
 */
final class PlanAssembly {
  private final PlanStructure structure;
  private final PlannedTensors tensors;
  private final ConstantQuantizer quantizer;
  private final SequencedMap<String, QuantizedConstant> weights;
  private final StoredParams stored;
  private final FormPlanner forms;
  private final SequencedMap<Use, QuantizedConstant> biases = new LinkedHashMap<>();

  PlanAssembly(
      PlanStructure structure,
      PlannedTensors tensors,
      SequencedMap<String, TensorPlan> scales,
      Map<TensorPlan, QuantizedConstant> rounded,
      Rounding rounding) {
    this.structure = structure;
    this.tensors = tensors;
    this.quantizer = new ConstantQuantizer(structure.graph(), tensors, scales, rounded);
    this.weights = quantizer.weights(structure.weightLimits(), rounding);
    this.stored =
        new StoredParams(structure.graph(), tensors, params(scales), structure.pictures());
    this.forms = new FormPlanner(structure.graph(), stored, structure.sentinels());
  }

  private static Map<String, QuantParams> params(SequencedMap<String, TensorPlan> plans) {
    Map<String, QuantParams> params = new HashMap<>();
    plans.forEach((name, plan) -> params.put(name, plan.params()));
    return params;
  }

  QuantPlan plan() {
    List<NodePlan> nodes = new ArrayList<>();
    for (Group group : structure.groups()) {
      NodePlan node = forms.plan(group);
      nodes.add(
          switch (node.form()) {
            case IntegerForm.Sum sum -> summed(group, node, sum);
            case IntegerForm.Own _ when group.head().op() instanceof Recurrent ->
                holdsSteps(group) ? node : forms.foreign(group, overflow(Accumulator.INT32));
            case IntegerForm.Own _,
                IntegerForm.Arithmetic _,
                IntegerForm.Table _,
                IntegerForm.Windowed _,
                IntegerForm.Move _,
                IntegerForm.Exact _,
                IntegerForm.Foreign _ ->
                node;
          });
    }
    return new QuantPlan(
        tensors.activations(), reads(nodes), weights(nodes), biases, stored.carried(), nodes);
  }

  /** The weights that are left when nodes came to be foreign, which read real numbers. */
  private SequencedMap<String, QuantizedConstant> weights(List<NodePlan> nodes) {
    Graph graph = structure.graph();
    Set<String> read = new HashSet<>();
    for (Use use : WeightReads.of(graph, nodes)) {
      read.add(graph.node(use.node()).input(use.input()));
    }
    SequencedMap<String, QuantizedConstant> left = new LinkedHashMap<>(weights);
    left.keySet().retainAll(read);
    return left;
  }

  /** The parameters of what is read otherwise. Nodes that came to be foreign read real numbers. */
  private SequencedMap<Use, TensorPlan> reads(List<NodePlan> nodes) {
    Set<String> foreign = new HashSet<>();
    for (NodePlan node : nodes) {
      if (node.form() instanceof IntegerForm.Foreign) {
        foreign.addAll(node.nodes());
      }
    }
    SequencedMap<Use, TensorPlan> plans = new LinkedHashMap<>();
    tensors
        .reads()
        .forEach(
            (use, plan) -> {
              if (!foreign.contains(use.node())) {
                plans.put(use, plan);
              }
            });
    return plans;
  }

  /** A sum in the narrowest accumulator that holds it; its bias is then part of the plan. */
  private NodePlan summed(Group group, NodePlan node, IntegerForm.Sum sum) {
    Accumulator widest = structure.widestAccumulator(group);
    Optional<QuantizedConstant> bias =
        group.bias().flatMap(operand -> quantizer.bias(operand, group.head(), widest));
    if (bias.isEmpty() && group.bias().isPresent()) {
      return forms.foreign(group, overflow(widest));
    }
    Optional<Accumulator> accumulator =
        AccumulatorBound.narrowest(bound(group, sum, bias))
            .filter(narrowest -> narrowest.compareTo(widest) <= 0);
    if (accumulator.isEmpty()) {
      return forms.foreign(group, overflow(widest));
    }
    bias.ifPresent(constant -> biases.put(group.bias().orElseThrow().use(), constant));
    return node.with(sum.in(accumulator.get()));
  }

  private static String overflow(Accumulator accumulator) {
    return String.format(
        Locale.ROOT, "an accumulator could leave %d bits", accumulator.dtype().bytes() * Byte.SIZE);
  }

  /** The bound of the largest sum of a group. */
  private long bound(Group group, IntegerForm.Sum sum, Optional<QuantizedConstant> bias) {
    Node head = group.head();
    if (sum.terms() instanceof Terms.Product) {
      int axis = head.op() instanceof Gemm gemm && gemm.transposeA() ? 0 : -1;
      long depth = structure.graph().tensorType(head.input(0)).orElseThrow().shape().dim(axis);
      return AccumulatorBound.products(depth, largest(head, 0), largest(head, 1));
    }
    WeightOperand operand = WeightOperand.of(head, structure.graph()).orElseThrow();
    Tensor integers =
        WeightBound.byChannel(
            Objects.requireNonNull(weights.get(operand.constant())).integers(),
            operand.axis(),
            WeightOperand.groups(head));
    long largest = largest(head, 0);
    long[] bounds =
        bias.map(constant -> AccumulatorBound.sums(integers, constant.integers(), largest))
            .orElseGet(() -> AccumulatorBound.sums(integers, largest));
    return Arrays.stream(bounds).max().orElse(0);
  }

  private long largest(Node node, int input) {
    return AccumulatorBound.largest(stored.read(node, node.input(input)).orElseThrow());
  }

  /** Whether the int32 sums of every step of a recurrent layer hold. */
  private boolean holdsSteps(Group group) {
    Tensor integers = Objects.requireNonNull(weights.get(group.head().input(1))).integers();
    return AccumulatorBound.rows(integers, largest(group.head(), 0)) <= Accumulator.INT32.limit();
  }
}
