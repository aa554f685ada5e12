package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.calibrate.WeightRanges;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.tensor.QuantParams;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The scale of numbers that are all 0: an input that never varies, or the weights of a channel. Its
 * steps hold nothing, but a bias counts in them, so that they are made as fine as the bias needs:
 * the largest bias that is added to such sums is 2²⁰ of their steps.
 */
final class ScaleOfNothing {
  /**
   * Steps of the largest bias: finer than those of 16-bit results, coarser than errors of float32.
   */
  private static final double STEPS = 0x1p20;

  private final PlanStructure structure;
  private final Graph graph;
  private final Map<WeightPlanner.Channels, double[]> magnitudes;

  /**
   * @param magnitudes of this graph's constants that are known; others are added
   */
  ScaleOfNothing(PlanStructure structure, Map<WeightPlanner.Channels, double[]> magnitudes) {
    this.structure = structure;
    this.graph = structure.graph();
    this.magnitudes = magnitudes;
  }

  /**
   * The scale of an activation whose elements are all 0; empty where no bias counts in it, or all
   * weights beside it are 0 too.
   *
   * @param source that has no range
   */
  OptionalDouble ofInput(String source) {
    Set<String> holders = new HashSet<>(structure.holders(source));
    return structure.groups().stream()
        .filter(group -> group.rule().behaviour() == Behaviour.SUM)
        .filter(group -> holders.contains(group.head().input(0)))
        .filter(group -> group.bias().isPresent())
        .mapToDouble(this::input)
        .filter(scale -> scale > 0)
        .max()
        .stream()
        .map(ScaleOfNothing::asFloat)
        .findFirst();
  }

  private double input(Group group) {
    WeightOperand weights = WeightOperand.of(group.head(), graph).orElseThrow();
    String name = weights.constant();
    double largest =
        magnitudes
            .computeIfAbsent(
                new WeightPlanner.Channels(name, QuantParams.PER_TENSOR),
                channels ->
                    WeightRanges.magnitudes(
                        name, graph.constant(name).orElseThrow(), channels.axis()))[0];
    double step = Math.abs(weights.factor()) * largest / structure.weightType(name).maximum();
    return step == 0 ? 0 : largestBias(group.bias().orElseThrow(), 0, 1) / (step * STEPS);
  }

  /**
   * The scale of a channel of weights that are all 0; empty where no bias counts in it.
   *
   * @param sums that read the weights
   * @param channel of the weights, of so many
   */
  static OptionalDouble ofWeights(List<Sum> sums, int channel, int channels) {
    return sums.stream()
        .filter(sum -> sum.step() > 0)
        .mapToDouble(sum -> largestBias(sum.bias(), channel, channels) / (sum.step() * STEPS))
        .filter(scale -> scale > 0)
        .max()
        .stream()
        .map(ScaleOfNothing::asFloat)
        .findFirst();
  }

  /**
   * A sum that a bias is added to.
   *
   * @param step of the sums for a weight scale of 1
   */
  record Sum(BiasOperand bias, double step) {}

  private static double largestBias(BiasOperand bias, int first, int stride) {
    double largest = 0;
    for (int channel = first; channel < bias.channels(); channel += stride) {
      double magnitude = Math.abs(bias.number(channel));
      largest = Double.isFinite(magnitude) ? Math.max(largest, magnitude) : largest;
    }
    return largest;
  }

  /** Within the scales for which quantizing what was dequantised changes nothing. */
  private static double asFloat(double scale) {
    return (float) Math.clamp(scale, 0x1p-126, 0x1p111);
  }
}
