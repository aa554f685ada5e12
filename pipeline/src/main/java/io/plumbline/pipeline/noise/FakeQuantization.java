package io.plumbline.pipeline.noise;

import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Collection;

/** Real numbers as integers stand for them, in float32. */
final class FakeQuantization {
  private FakeQuantization() {}

  /** What is left of numbers once they have been integers of these parameters. */
  static Tensor of(Tensor real, QuantParams params, Rounding rounding) {
    float[] numbers = real.toFloats();
    int low = params.dtype().minimum();
    int high = params.dtype().maximum();
    Places places = Places.of(real.shape(), params);
    for (int i = 0; i < numbers.length; i++) {
      int channel = places.channel(i);
      float scale = params.scale(channel);
      int zeroPoint = params.zeroPoint(channel);
      int integer = QuantizedArithmetic.quantize(numbers[i], scale, zeroPoint, low, high, rounding);
      numbers[i] = QuantizedArithmetic.dequantize(integer, scale, zeroPoint);
    }
    return Tensor.of(real.shape(), numbers);
  }

  /** The numbers that the integers of a constant stand for. */
  static Tensor of(QuantizedConstant constant) {
    Tensor integers = constant.integers();
    QuantParams params = constant.params();
    Places places = Places.of(integers.shape(), params);
    float[] numbers = new float[Math.toIntExact(integers.elements())];
    for (int i = 0; i < numbers.length; i++) {
      int channel = places.channel(i);
      numbers[i] = (integers.getLong(i) - params.zeroPoint(channel)) * params.scale(channel);
    }
    return Tensor.of(integers.shape(), numbers);
  }

  /** A tensor in which some channels are those of another one of its shape. */
  static Tensor withChannels(Tensor plain, Tensor other, int axis, Collection<Integer> channels) {
    float[] numbers = plain.toFloats();
    float[] changed = other.toFloats();
    Places places = Places.along(plain.shape(), axis);
    boolean[] chosen = new boolean[plain.shape().intDim(axis)];
    channels.forEach(channel -> chosen[channel] = true);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = chosen[places.channel(i)] ? changed[i] : numbers[i];
    }
    return Tensor.of(plain.shape(), numbers);
  }

  /**
   * Which channel an element belongs to.
   *
   * @param inner elements from one channel to the next
   */
  private record Places(int inner, int channels) {
    static Places of(Shape shape, QuantParams params) {
      return params.isPerTensor() ? new Places(1, 1) : along(shape, params.axis());
    }

    static Places along(Shape shape, int axis) {
      int inner = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        inner *= shape.intDim(i);
      }
      return new Places(inner, shape.intDim(axis));
    }

    int channel(int element) {
      return channels == 1 ? 0 : element / inner % channels;
    }
  }
}
