package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Means over all positions of a float32 tensor, one for each channel, summed in double. */
final class ChannelMeans {
  private ChannelMeans() {}

  /**
   * The means of one tensor, always added in the same order.
   *
   * @param axis of the channels
   */
  static double[] of(Tensor tensor, int axis) {
    Shape shape = tensor.shape();
    float[] numbers = tensor.toFloats();
    double[] sums = new double[shape.intDim(axis)];
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.intDim(i);
    }
    if (inner == 1) {
      addRows(numbers, sums);
    } else {
      addPlanes(numbers, inner, sums);
    }
    double positions = (double) numbers.length / sums.length;
    for (int channel = 0; channel < sums.length; channel++) {
      sums[channel] /= positions;
    }
    return sums;
  }

  private static void addRows(float[] numbers, double[] sums) {
    for (int row = 0; row < numbers.length; row += sums.length) {
      for (int channel = 0; channel < sums.length; channel++) {
        sums[channel] += numbers[row + channel];
      }
    }
  }

  private static void addPlanes(float[] numbers, int inner, double[] sums) {
    for (int begin = 0, plane = 0; begin < numbers.length; begin += inner, plane++) {
      sums[plane % sums.length] += sum(numbers, begin, begin + inner);
    }
  }

  /** Four sums side by side, which a processor adds at once. */
  private static double sum(float[] numbers, int begin, int end) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = begin;
    for (; i + 3 < end; i += 4) {
      first += numbers[i];
      second += numbers[i + 1];
      third += numbers[i + 2];
      fourth += numbers[i + 3];
    }
    for (; i < end; i++) {
      first += numbers[i];
    }
    return first + second + (third + fourth);
  }
}
