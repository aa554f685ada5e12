package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
import io.plumbline.quantize.form.IntegerForm;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A plan from the parameters of its tensors: the integers of constants, what every node becomes,
 * and the proof that no accumulator of the actual integers leaves 32 bits.
 */
final class PlanAssembly {
  private static final String OVERFLOW = "an accumulator could leave 32 bits";

  private final PlanStructure structure;
  private final SequencedMap<String, TensorPlan> activations;
  private final ConstantQuantizer quantizer;
  private final SequencedMap<String, QuantizedConstant> weights;
  private final StoredParams stored;
  private final FormPlanner forms;
  private final SequencedMap<Use, QuantizedConstant> biases = new LinkedHashMap<>();

  PlanAssembly(
      PlanStructure structure,
      SequencedMap<String, TensorPlan> activations,
      SequencedMap<String, TensorPlan> scales,
      Rounding rounding,
      Precision integer) {
    this.structure = structure;
    this.activations = activations;
    this.quantizer = new ConstantQuantizer(structure.graph(), activations, scales);
    this.weights = quantizer.weights(rounding);
    this.stored = new StoredParams(params(activations), params(scales), structure.pictures());
    this.forms = new FormPlanner(structure.graph(), stored, integer);
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
      boolean sum = node.form() instanceof IntegerForm.Sum;
      nodes.add(sum && !holds(group) ? forms.foreign(group, OVERFLOW) : node);
    }
    return new QuantPlan(activations, weights, biases, stored.carried(), nodes);
  }

  /** Whether an accumulator holds all sums of a group; its bias is then part of the plan. */
  private boolean holds(Group group) {
    Node head = group.head();
    Optional<WeightOperand> operand =
        WeightOperand.of(head, structure.graph()).filter(WeightOperand::isMatrix);
    if (operand.isEmpty()) {
      return true;
    }
    Tensor integers =
        WeightBound.byChannel(
            Objects.requireNonNull(weights.get(operand.get().constant())).integers(),
            operand.get().axis(),
            WeightOperand.groups(head));
    long largest =
        AccumulatorBound.largest(Objects.requireNonNull(activations.get(head.input(0))).params());
    if (group.bias().isEmpty()) {
      return fits(AccumulatorBound.sums(integers, largest));
    }
    Optional<QuantizedConstant> bias = quantizer.bias(group.bias().get(), head);
    boolean fits =
        bias.isPresent() && fits(AccumulatorBound.sums(integers, bias.get().integers(), largest));
    if (fits) {
      biases.put(group.bias().get().use(), bias.get());
    }
    return fits;
  }

  private static boolean fits(long... bounds) {
    return Arrays.stream(bounds).allMatch(bound -> bound <= Accumulator.INT32.limit());
  }
}
