package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.quantize.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Nodes that become one instruction, in execution order.
 *
 * @param rule of the first node
 * @param grant what the group asks of the values around it
 * @param outputs the results that somebody asked for
 * @param bias what the sums of the first node start from
 * @param fusion what the nodes behind the first one, or behind the addition of the bias, compute
 */
record Group(
    List<Node> nodes,
    Rule rule,
    Grant grant,
    List<String> outputs,
    Optional<BiasOperand> bias,
    Fusion fusion) {
  Group {
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  Node head() {
    return nodes.getFirst();
  }

  /** The first result of the last node. */
  String output() {
    return nodes.getLast().output();
  }

  List<String> names() {
    return nodes.stream().map(Node::name).toList();
  }

  /** A form of the first node with what is fused to it. */
  IntegerForm fused(IntegerForm form) {
    return switch (form) {
      case IntegerForm.Sum sum ->
          new IntegerForm.Sum(sum.terms(), bias.map(BiasOperand::use), fusion, sum.accumulator());
      case IntegerForm.Arithmetic arithmetic ->
          nodes.size() == 1 ? arithmetic : new IntegerForm.Arithmetic(limits());
      case IntegerForm.Table(int input, Limits _) -> new IntegerForm.Table(input, limits());
      case IntegerForm.Windowed _,
          IntegerForm.Move _,
          IntegerForm.Exact _,
          IntegerForm.Own _,
          IntegerForm.Foreign _ ->
          form;
    };
  }

  private Limits limits() {
    return switch (fusion) {
      case Fusion.Limited(Limits limits) -> limits;
      case Fusion.Function _ -> throw new IllegalStateException("only sums take functions");
    };
  }
}
