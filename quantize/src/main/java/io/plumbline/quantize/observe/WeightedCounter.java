package io.plumbline.quantize.observe;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Counts floats into the bins of {@link Binning}, each as often as its channel weighs. */
final class WeightedCounter {
  private final int axis;
  private final int[] weights;

  WeightedCounter(ChannelWeights channels) {
    this.axis = channels.axis();
    this.weights = channels.weights().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether a tensor has these channels. */
  boolean fits(Tensor tensor) {
    return axis < tensor.shape().rank() && tensor.shape().dim(axis) == weights.length;
  }

  /**
   * Counts the chosen runs of {@link BinCounter#RUN} elements.
   *
   * @param tensor of finite floats, of magnitude below {@code HALF · 2^exponent}, that {@link
   *     #fits}
   * @param counts of {@link Binning#SIZE} bins of width {@code 2^exponent}, added to
   */
  void count(Tensor tensor, RunChoice choice, int exponent, Counts counts) {
    long inner = inner(tensor.shape());
    long elements = tensor.elements();
    float factor = Binning.factor(exponent);
    for (long group = 0; group * choice.stride() * BinCounter.RUN < elements; group++) {
      long begin = choice.run(group) * BinCounter.RUN;
      long end = Math.min(begin + BinCounter.RUN, elements);
      count(tensor.data(), begin, end, inner, factor, counts);
    }
  }

  private long inner(Shape shape) {
    long inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    return inner;
  }

  private void count(
      MemorySegment floats, long begin, long end, long inner, float factor, Counts counts) {
    long row = begin / inner;
    int channel = (int) (row % weights.length);
    long rowEnd = (row + 1) * inner;
    for (long i = begin; i < end; i++) {
      if (i == rowEnd) {
        channel = channel + 1 == weights.length ? 0 : channel + 1;
        rowEnd += inner;
      }
      float x = floats.getAtIndex(FloatLayout.LITTLE_ENDIAN, i);
      counts.add((int) (x * factor) + Binning.HALF, weights[channel]);
    }
  }
}
