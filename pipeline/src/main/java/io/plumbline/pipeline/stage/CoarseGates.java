package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names gated activations such as SiLU whose integers count in steps as large as what the function
 * gives below zero: these values all become one or two integers, whatever the network read in them.
 */
public final class CoarseGates {
  /** How deep each function goes below zero. */
  private static final Map<UnaryFunction, Double> DEPTHS =
      Map.of(
          UnaryFunction.SILU, 0.278465,
          UnaryFunction.HARD_SWISH, 0.375,
          UnaryFunction.GELU, 0.169972,
          UnaryFunction.GELU_TANH, 0.170041,
          UnaryFunction.MISH, 0.308843);

  /** The least steps that the part below zero must have. */
  private static final double STEPS = 2;

  private CoarseGates() {}

  /** One activation of fewer steps. */
  private record Gate(Node node, TensorPlan plan, double depth) {
    double steps() {
      return depth / plan.params().scale();
    }
  }

  /**
   * Looks at all of them.
   *
   * @param graph of the plan
   * @param similarities by tensor of the graph
   * @return one warning, about the coarsest; empty where all have steps enough
   */
  public static Optional<Finding> of(
      Graph graph, QuantPlan plan, Map<String, TensorSimilarity> similarities) {
    List<Gate> coarse = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Unary(UnaryFunction function) && DEPTHS.containsKey(function)) {
        plan.activation(node.output())
            .filter(each -> each.params().isPerTensor())
            .map(each -> new Gate(node, each, DEPTHS.getOrDefault(function, 0.0)))
            .filter(gate -> gate.steps() < STEPS)
            .ifPresent(coarse::add);
      }
    }
    return coarse.stream()
        .min(Comparator.comparingDouble(Gate::steps))
        .map(worst -> finding(worst, coarse.size(), similarities));
  }

  private static Finding finding(
      Gate worst, int count, Map<String, TensorSimilarity> similarities) {
    String signal =
        Optional.ofNullable(similarities.get(worst.node().output()))
            .map(
                each ->
                    String.format(
                        Locale.ROOT,
                        "; its noise is %.1f dB below the signal",
                        each.signalToNoise()))
            .orElse("");
    return Finding.warning(
        "quantize.coarse-gate",
        worst.node().name(),
        String.format(
            Locale.ROOT,
            "%s reaches %.3g below zero, and its integers, which hold %.4g to %.4g, have steps of"
                + " %.3g: %.2g steps for all that is there%s%s. Hold it in 16 bits (node_info: {%s:"
                + " {InputType: int16, OutputType: int16}}), cut off rare large values"
                + " (calibration_type: mse), or train with Relu in its place",
            worst.node().op().type(),
            -worst.depth(),
            worst.plan().low(),
            worst.plan().high(),
            worst.plan().params().scale(),
            worst.steps(),
            signal,
            count > 1 ? String.format(Locale.ROOT, "; %d others are as coarse", count - 1) : "",
            worst.node().name()));
  }
}
