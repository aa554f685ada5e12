package io.plumbline.pipeline.equalise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.plan.NodePlan;
import java.util.Optional;

/**
 * A sum that can write channels multiplied with factors.
 *
 * @param node that sums
 * @param value that it writes, after what is computed along with it
 * @param homogeneous whether its constants take the factors, because nothing or a Relu follows; a
 *     product is put behind the value otherwise
 */
public record ScalableWriter(String node, String value, boolean homogeneous) {
  private static final Limits RELU = new Limits(0, Float.POSITIVE_INFINITY);

  /** The writer that fused nodes are; empty where they cannot take factors. */
  static Optional<ScalableWriter> of(NodePlan plan, Graph graph) {
    Node head = graph.node(plan.nodes().getFirst());
    String value = graph.node(plan.nodes().getLast()).output();
    return plan.effective().isNarrow() && hasChannels(head, graph)
        ? isHomogeneous(plan.form()).map(each -> new ScalableWriter(head.name(), value, each))
        : Optional.empty();
  }

  private static boolean hasChannels(Node node, Graph graph) {
    return node.op() instanceof Conv
        || (node.op() instanceof Gemm gemm
            && gemm.alpha() == 1
            && gemm.beta() == 1
            && !gemm.transposeA()
            && graph.isConstant(node.input(1))
            && (!node.hasInput(2) || graph.isConstant(node.input(2))));
  }

  private static Optional<Boolean> isHomogeneous(IntegerForm form) {
    return form instanceof IntegerForm.Sum sum
        ? switch (sum.fusion()) {
          case Fusion.Function function ->
              function.factors().isEmpty() ? Optional.of(false) : Optional.empty();
          case Fusion.Limited(Limits limits) ->
              limits.equals(Limits.NONE) || limits.equals(RELU)
                  ? Optional.of(true)
                  : Optional.empty();
        }
        : Optional.empty();
  }
}
