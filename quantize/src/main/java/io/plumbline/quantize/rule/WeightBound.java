package io.plumbline.quantize.rule;

import io.plumbline.quantize.calibrate.WeightQuantizer;
import io.plumbline.quantize.calibrate.WeightRanges;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bounds of sums with constant weights, before any scale is final. Scales only become coarser
 * later, so the integers of the finest scale a plan may use bound those of every other.
 */
public final class WeightBound {
  private WeightBound() {}

  /** The largest |q − zeroPoint| of an activation, whatever the zero point. */
  static long factor(Scheme scheme) {
    return (long) scheme.activation().maximum() - scheme.activation().minimum();
  }

  /** The largest magnitude of a weight. */
  static long largest(Scheme scheme) {
    return -(long) scheme.weight().minimum();
  }

  /** What the products may take of an accumulator; the bias takes the other half. */
  private static long room(Scheme scheme) {
    return scheme.accumulator().limit() / 2;
  }

  /** The number of products that are summed for each output channel of a group. */
  static long terms(WeightOperand weights, Tensor tensor, int groups) {
    long channels = tensor.shape().dim(weights.axis()) * groups;
    return channels == 0 ? 0 : tensor.elements() / channels;
  }

  /**
   * Whether sums leave room for a bias: few terms always do, many when the weights are small.
   *
   * @param groups of a transposed convolution, whose channels along the axis are those of one group
   */
  static boolean fits(
      WeightOperand weights, Tensor tensor, int groups, LoadedScales loaded, Scheme scheme) {
    long few = room(scheme) / (factor(scheme) * largest(scheme));
    if (terms(weights, tensor, groups) <= few) {
      return true;
    }
    Tensor finest = finest(weights, tensor, loaded, scheme.weight());
    Tensor integers = byChannel(finest, weights.axis(), groups);
    return Arrays.stream(AccumulatorBound.sums(integers, factor(scheme)))
        .allMatch(bound -> bound <= room(scheme));
  }

  /**
   * The integers of weights in the finest scales that a plan may choose.
   *
   * @param dtype int8 or int16
   */
  static Tensor finest(WeightOperand weights, Tensor tensor, LoadedScales loaded, DType dtype) {
    String name = weights.constant();
    double[] magnitudes = WeightRanges.magnitudes(name, tensor, weights.axis());
    float[] scales = WeightRanges.scales(magnitudes, dtype);
    Optional<QuantParams> own = Optional.ofNullable(loaded.weights().get(name));
    for (int channel = 0; channel < scales.length && own.isPresent(); channel++) {
      QuantParams params = own.get();
      float least =
          params.axis() == weights.axis() ? params.scale(channel) : smallest(params.scales());
      scales[channel] = Math.min(scales[channel], least);
    }
    return WeightQuantizer.quantize(
        tensor,
        QuantParams.perChannel(dtype, scales, weights.axis()),
        dtype.minimum(),
        dtype.maximum(),
        Rounding.HALF_EVEN);
  }

  private static float smallest(float[] scales) {
    float least = scales[0];
    for (float scale : scales) {
      least = Math.min(least, scale);
    }
    return least;
  }

  private static long terms(Tensor tensor, int channels) {
    return channels == 0 ? 0 : tensor.elements() / channels;
  }

  /**
   * The integers of each output channel side by side, the channels first.
   *
   * @param axis of the output channels of one group
   * @param groups that the axes before it are divided into
   */
  public static Tensor byChannel(Tensor tensor, int axis, int groups) {
    int channels = tensor.shape().intDim(axis);
    if (axis == 0 && groups == 1) {
      return tensor.reshape(Shape.of(channels, terms(tensor, channels)));
    }
    int inner = Math.toIntExact(tensor.shape().strides()[axis]);
    int[] moved = new int[Math.toIntExact(tensor.elements())];
    int terms = channels * groups == 0 ? 0 : moved.length / (channels * groups);
    int[] filled = new int[channels * groups];
    for (int i = 0; i < moved.length; i++) {
      int group = (int) ((long) i * groups / moved.length);
      int channel = group * channels + i / inner % channels;
      moved[channel * terms + filled[channel]++] = (int) tensor.getLong(i);
    }
    return Tensor.ofIntegers(tensor.dtype(), Shape.of((long) channels * groups, terms), moved);
  }
}
