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
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sum of products whose bias is one number for each channel in graph, plan and program alike.
 *
 * @param position of its instruction in the program
 * @param name of the fused nodes
 * @param use where the bias is read
 * @param factor of the constant that is read there, as in Gemm's beta
 * @param value of the float graph that holds the whole sum, before any function of it
 * @param axis of the channels in that value
 * @param scales what one step of the accumulator stands for, by channel
 */
record CorrectableSum(
    int position, String name, Use use, double factor, String value, int axis, List<Float> scales) {
  /** The sums of a program that can be corrected, in execution order. */
  static List<CorrectableSum> all(Quantized quantized, Program program) {
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
        of(position, weighted, plan, sum.bias().get(), quantized).ifPresent(sums::add);
      }
    }
    return sums;
  }

  private static Optional<CorrectableSum> of(
      int position, BiasedSum sum, NodePlan plan, Use use, Quantized quantized) {
    QuantizedConstant bias = quantized.plan().bias(use).orElseThrow();
    if (!Arrays.equals(sum.bias().toLongs(), bias.integers().toLongs())) {
      return Optional.empty();
    }
    Graph graph = quantized.graph();
    List<Node> nodes = plan.nodes().stream().map(graph::node).toList();
    Node head = nodes.getFirst();
    double factor = BiasOperand.of(nodes, graph).orElseThrow().factor();
    String value = graph.node(use.node()).output();
    boolean convolves = head.op() instanceof Conv || head.op() instanceof ConvTranspose;
    int axis = convolves ? 1 : graph.tensorType(value).orElseThrow().shape().rank() - 1;
    List<Float> scales = new ArrayList<>();
    for (float scale : bias.params().scales()) {
      scales.add(scale);
    }
    return Optional.of(new CorrectableSum(position, plan.name(), use, factor, value, axis, scales));
  }

  int channels() {
    return scales.size();
  }
}
