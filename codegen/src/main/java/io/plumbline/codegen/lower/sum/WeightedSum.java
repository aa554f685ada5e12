package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.target.Requantisation;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.runtime.arithmetic.FixedPointMultiplier;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the accumulators of a sum with constant weights count in: that of channel c in steps of
 * {@code unit(c) = factor · s_x · s_w[c]}; the multiplier of the result is {@code (float)(unit(c) /
 * s_y)}. Both are computed in double.
 *
 * @param weights symmetric, per tensor or one scale for each output channel
 * @param factor of the product, as in Gemm's alpha; positive
 * @param channels of the result
 */
public record WeightedSum(QuantParams weights, QuantParams input, double factor, int channels) {
  /** One for each output channel, or a single one. */
  private List<Double> units() {
    List<Double> units = new ArrayList<>();
    int count = weights.isPerTensor() ? 1 : channels;
    for (int channel = 0; channel < count; channel++) {
      units.add(factor * input.scale() * weights.scale(channel));
    }
    return units;
  }

  /** What becomes of the accumulators on the way to a value. */
  OutputStage stage(String output, Fusion fusion, Scope scope) {
    return stage(units(), scope.forms().params(output), fusion, scope);
  }

  /**
   * What becomes of the accumulators of these integers on the way to a value.
   *
   * @param integers weights whose first axis are the output channels
   */
  OutputStage stage(String output, Fusion fusion, Tensor integers, Tensor bias, Scope scope) {
    return fusion instanceof Fusion.Function function
        ? new SteppedStage(function, scope.forms().params(output).orElseThrow(), scope.rounding())
            .of(units(), largest(integers, bias))
        : stage(output, fusion, scope);
  }

  /** The largest magnitude that the sum of each channel can have, in real numbers. */
  private double[] largest(Tensor integers, Tensor bias) {
    long[] bounds = AccumulatorBound.sums(integers, bias, AccumulatorBound.largest(input));
    double[] largest = new double[bounds.length];
    for (int channel = 0; channel < bounds.length; channel++) {
      double unit = factor * input.scale() * weights.scale(channel % weights.channels());
      largest[channel] = bounds[channel] * unit;
    }
    return largest;
  }

  /** The accumulators as real numbers. */
  OutputStage real(Scope scope) {
    return stage(units(), Optional.empty(), Fusion.none(), scope);
  }

  /**
   * The stage of accumulators that count in these units: the output's integers, or float32 where it
   * has no parameters.
   */
  static OutputStage stage(
      List<Double> units, Optional<QuantParams> output, Fusion fusion, Scope scope) {
    return switch (fusion) {
      case Fusion.Function function ->
          new SteppedStage(function, output.orElseThrow(), scope.rounding())
              .of(units, new double[] {Double.POSITIVE_INFINITY});
      case Fusion.Limited(Limits limits) ->
          output
              .map(params -> integers(units, params, limits, scope))
              .orElseGet(() -> dequantised(units, limits));
    };
  }

  private static OutputStage dequantised(List<Double> units, Limits limits) {
    List<Float> scales = units.stream().map(Double::floatValue).toList();
    return new OutputStage.Dequantised(scales, limits.low(), limits.high());
  }

  private static OutputStage integers(
      List<Double> units, QuantParams params, Limits limits, Scope scope) {
    int low = quantize(limits.low(), params, scope.rounding());
    int high = quantize(limits.high(), params, scope.rounding());
    List<Double> factors = units.stream().map(unit -> unit / params.scale()).toList();
    return switch (scope.requantisation()) {
      case Requantisation.FloatMultiplier _ ->
          new OutputStage.Requantised(factors.stream().map(Double::floatValue).toList(), low, high);
      case Requantisation.FixedPoint(int bits, boolean twice) ->
          fixedPoint(
              factors.stream().map(it -> FixedPointMultiplier.of(it, bits, twice)).toList(),
              low,
              high);
      case Requantisation.Shift _ ->
          throw new IllegalArgumentException("a target that no program simulates");
    };
  }

  private static OutputStage fixedPoint(List<FixedPointMultiplier> factors, int low, int high) {
    FixedPointMultiplier first = factors.getFirst();
    return new OutputStage.FixedPoint(
        factors.stream().map(FixedPointMultiplier::integer).toList(),
        factors.stream().map(FixedPointMultiplier::exponent).toList(),
        first.bits(),
        first.roundsTwice(),
        low,
        high);
  }

  private static int quantize(float real, QuantParams params, Rounding rounding) {
    DType dtype = params.dtype();
    return QuantizedArithmetic.quantize(
        real, params.scale(), params.zeroPoint(), dtype.minimum(), dtype.maximum(), rounding);
  }
}
