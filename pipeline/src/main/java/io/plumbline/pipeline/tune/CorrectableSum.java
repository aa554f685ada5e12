package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.QuantParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A sum of products whose bias is one number for each channel in graph, plan and program alike.
 *
 * @param position of its instruction in the program
 * @param name of the fused nodes
 * @param bias the constant that it starts from
 * @param value of the float graph that holds the whole sum, before any function of it
 * @param axis of the channels in that value
 * @param units what one step of the accumulator stands for, by channel
 * @param weights that are read by this sum alone, where its program has them as they are planned
 */
record CorrectableSum(
    int position,
    String name,
    BiasOperand bias,
    String value,
    int axis,
    List<Double> units,
    Optional<SumWeights> weights) {
  /**
   * The sums of a program that can be corrected, in execution order.
   *
   * @param real the float graph
   */
  static List<CorrectableSum> all(Quantized quantized, Program program, Graph real) {
    Map<String, NodePlan> plans = new HashMap<>();
    quantized.plan().nodes().forEach(plan -> plans.put(plan.name(), plan));
    List<CorrectableSum> sums = new ArrayList<>();
    List<Instruction> instructions = program.instructions();
    for (int position = 0; position < instructions.size(); position++) {
      NodePlan plan = plans.get(instructions.get(position).node());
      if (plan != null
          && plan.form() instanceof IntegerForm.Sum sum
          && sum.bias().isPresent()
          && instructions.get(position) instanceof BiasedSum weighted
          && !program.constants().containsKey(weighted.input())) {
        of(position, weighted, plan, sum.bias().get(), quantized, real).ifPresent(sums::add);
      }
    }
    return sums;
  }

  private static Optional<CorrectableSum> of(
      int position, BiasedSum sum, NodePlan plan, Use use, Quantized quantized, Graph real) {
    QuantizedConstant integers = quantized.plan().bias(use).orElseThrow();
    if (!Arrays.equals(sum.bias().toLongs(), integers.integers().toLongs())) {
      return Optional.empty();
    }
    Graph graph = quantized.graph();
    List<Node> nodes = plan.nodes().stream().map(graph::node).toList();
    Node head = nodes.getFirst();
    BiasOperand bias = BiasOperand.of(nodes, graph).orElseThrow();
    String value = graph.node(use.node()).output();
    boolean convolves = head.op() instanceof Conv || head.op() instanceof ConvTranspose;
    int axis = convolves ? 1 : graph.tensorType(value).orElseThrow().shape().rank() - 1;
    List<Double> units = units(head, bias.channels(), quantized);
    return Optional.of(
        new CorrectableSum(
            position,
            plan.name(),
            bias,
            value,
            axis,
            units,
            SumWeights.of(head, sum, quantized, real)));
  }

  private static List<Double> units(Node head, int channels, Quantized quantized) {
    WeightOperand operand = WeightOperand.of(head, quantized.graph()).orElseThrow();
    QuantParams weights = quantized.plan().weight(operand.constant()).orElseThrow().params();
    QuantParams input = quantized.plan().read(head, 0).orElseThrow().params();
    double step = operand.factor() * input.scale();
    return IntStream.range(0, channels)
        .mapToObj(channel -> step * weights.scale(channel % weights.channels()))
        .toList();
  }

  int channels() {
    return units.size();
  }
}
