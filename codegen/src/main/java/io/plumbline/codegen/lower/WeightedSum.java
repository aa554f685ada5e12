package io.plumbline.codegen.lower;

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
 * The integers of a convolution or matrix product with constant weights: the accumulator of channel
 * c counts in steps of {@code unit(c) = factor · s_x · s_w[c]}, the multiplier is {@code
 * (float)(unit(c) / s_y)}, both computed in double.
 */
final class WeightedSum {
  private final Tensor weights;
  private final QuantParams weightParams;
  private final QuantParams input;
  private final double factor;

  /**
   * @param weights int8, output channels along the first axis
   * @param weightParams symmetric, per tensor or one scale for each output channel
   * @param factor of the product, as in Gemm's alpha; positive
   */
  WeightedSum(Tensor weights, QuantParams weightParams, QuantParams input, double factor) {
    this.weights = weights;
    this.weightParams = weightParams;
    this.input = input;
    this.factor = factor;
  }

  /**
   * Why weights of these parameters cannot be those of an integer instruction; empty when they can.
   */
  static Optional<String> refuse(QuantParams params, int channelAxis) {
    if (params.dtype() != DType.INT8) {
      return Optional.of("weights are planned as " + params.dtype().label() + ", not si8");
    }
    for (int zeroPoint : params.zeroPoints()) {
      if (zeroPoint != 0) {
        return Optional.of("weights have a zero point");
      }
    }
    return params.isPerTensor() || params.axis() == channelAxis
        ? Optional.empty()
        : Optional.of(
            "weight scales run along axis " + params.axis() + ", not the output channels");
  }

  private double unit(int channel) {
    return factor * input.scale() * weightParams.scale(channel);
  }

  private int channels() {
    return weights.shape().intDim(0);
  }

  /**
   * Whether an accumulator that starts with a bias could leave 32 bits.
   *
   * @param bias int32, one for each channel
   */
  boolean overflows(Tensor bias) {
    for (int channel = 0; channel < channels(); channel++) {
      if (Math.abs((double) bias.getLong(channel)) + largestSum(channel) > Integer.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** The largest magnitude that Σ w·(q − zeroPoint) can reach in one channel. */
  private double largestSum(int channel) {
    DType dtype = input.dtype();
    long largest =
        Math.max(
            (long) dtype.maximum() - input.zeroPoint(), (long) input.zeroPoint() - dtype.minimum());
    long depth = weights.elements() / channels();
    long sum = 0;
    for (long i = channel * depth; i < (channel + 1) * depth; i++) {
      sum += Math.abs(weights.getLong(i));
    }
    return (double) sum * largest;
  }

  /**
   * What becomes of the accumulators: the output's integers, or float32 where it has no parameters.
   */
  OutputStage stage(Optional<QuantParams> output, Bounds bounds, Rounding rounding) {
    return stage(units(), output, bounds, rounding);
  }

  /** One for each output channel, or a single one. */
  List<Double> units() {
    List<Double> units = new ArrayList<>();
    int count = weightParams.isPerTensor() ? 1 : channels();
    for (int channel = 0; channel < count; channel++) {
      units.add(unit(channel));
    }
    return units;
  }

  /** The stage of accumulators that count in these units. */
  static OutputStage stage(
      List<Double> units, Optional<QuantParams> output, Bounds bounds, Rounding rounding) {
    if (output.isEmpty()) {
      List<Float> scales = units.stream().map(Double::floatValue).toList();
      return new OutputStage.Dequantised(scales, bounds.low(), bounds.high());
    }
    QuantParams params = output.get();
    List<Float> multipliers = units.stream().map(unit -> (float) (unit / params.scale())).toList();
    return new OutputStage.Requantised(
        multipliers,
        quantize(bounds.low(), params, rounding),
        quantize(bounds.high(), params, rounding));
  }

  private static int quantize(float real, QuantParams params, Rounding rounding) {
    DType dtype = params.dtype();
    return QuantizedArithmetic.quantize(
        real, params.scale(), params.zeroPoint(), dtype.minimum(), dtype.maximum(), rounding);
  }
}
