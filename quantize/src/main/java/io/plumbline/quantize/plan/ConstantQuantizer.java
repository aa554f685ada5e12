package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.calibrate.WeightQuantizer;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Makes the integers of constants from their parameters: the only place that rounds a weight or a
 * bias.
 */
final class ConstantQuantizer {
  private final Graph graph;
  private final PlannedTensors activations;
  private final SequencedMap<String, TensorPlan> parameters;
  private final Map<TensorPlan, QuantizedConstant> rounded;

  /**
   * @param activations parameters of the values that products read
   * @param parameters of weights, by constant name
   * @param rounded weights of this graph that were rounded before, by their parameters; those that
   *     are not among them are added
   */
  ConstantQuantizer(
      Graph graph,
      PlannedTensors activations,
      SequencedMap<String, TensorPlan> parameters,
      Map<TensorPlan, QuantizedConstant> rounded) {
    this.graph = graph;
    this.activations = activations;
    this.parameters = parameters;
    this.rounded = rounded;
  }

  /**
   * The integers of all weights, in the order of their parameters. Those of a model that brings its
   * own may be −128; others are symmetric.
   *
   * @param limits of their magnitudes, by constant
   */
  SequencedMap<String, QuantizedConstant> weights(Map<String, Integer> limits, Rounding rounding) {
    SequencedMap<String, QuantizedConstant> weights = new LinkedHashMap<>();
    parameters.forEach(
        (name, plan) ->
            weights.put(
                name,
                rounded.computeIfAbsent(
                    plan,
                    missing ->
                        weight(missing, Objects.requireNonNull(limits.get(name)), rounding))));
    return weights;
  }

  private QuantizedConstant weight(TensorPlan plan, int limit, Rounding rounding) {
    Tensor real = graph.constant(plan.tensor()).orElseThrow();
    boolean own = plan.source() instanceof Source.Loaded;
    int low = own ? plan.params().dtype().minimum() : -limit;
    int high = own ? plan.params().dtype().maximum() : limit;
    return new QuantizedConstant(
        plan, WeightQuantizer.quantize(real, plan.params(), low, high, rounding), high);
  }

  /**
   * The integers of a bias, {@code round_half_even(b / unit)} with {@code unit = factor · s_x ·
   * s_w[c]}, computed in double. The scale of channel c is its unit as float32, limited to positive
   * finite numbers.
   *
   * @param node that sums products of planned weights and a planned activation
   * @param widest accumulator that may be used
   * @return int32 where that is enough, or int64; empty when the widest accumulator is not enough
   */
  Optional<QuantizedConstant> bias(BiasOperand bias, Node node, Accumulator widest) {
    WeightOperand operand = WeightOperand.of(node, graph).orElseThrow();
    TensorPlan weights = Objects.requireNonNull(parameters.get(operand.constant()));
    TensorPlan input = activations.read(node, 0).orElseThrow();
    return quantize(bias, operand.factor() * input.params().scale(), weights, widest);
  }

  private static Optional<QuantizedConstant> quantize(
      BiasOperand bias, double step, TensorPlan weights, Accumulator widest) {
    QuantParams params = weights.params();
    long[] integers = new long[bias.channels()];
    long most = 0;
    float[] scales = new float[integers.length];
    double largest = 0;
    for (int channel = 0; channel < integers.length; channel++) {
      double unit = step * params.scale(channel % params.channels());
      double rounded = BiasOperand.steps(bias.number(channel), unit);
      if (!(Math.abs(rounded) <= widest.limit())) {
        return Optional.empty();
      }
      integers[channel] = (long) rounded;
      most = Math.max(most, Math.abs(integers[channel]));
      scales[channel] = (float) Math.clamp(unit, Float.MIN_VALUE, Float.MAX_VALUE);
      largest = Math.max(largest, Math.abs(bias.number(channel)));
    }
    TensorPlan plan =
        new TensorPlan(
            bias.constant(),
            QuantParams.perChannel(DType.INT32, scales, 0),
            weights.source(),
            (float) -largest,
            (float) largest);
    Accumulator accumulator = AccumulatorBound.narrowest(most).orElseThrow();
    return Optional.of(
        new QuantizedConstant(plan, accumulator.tensor(integers), Integer.MAX_VALUE));
  }
}
