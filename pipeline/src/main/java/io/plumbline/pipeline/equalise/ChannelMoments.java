package io.plumbline.pipeline.equalise;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** Lowest and highest number of each channel along axis 1, its mean and that of its squares. */
final class ChannelMoments {
  private final double[] low;
  private final double[] high;
  private final double[] mean;
  private final double[] square;

  private ChannelMoments(int channels) {
    low = new double[channels];
    high = new double[channels];
    mean = new double[channels];
    square = new double[channels];
  }

  /** Those of one float32 tensor; 0 counts as one of its numbers. */
  static ChannelMoments of(Tensor tensor) {
    Shape shape = tensor.shape();
    ChannelMoments moments = new ChannelMoments(shape.intDim(1));
    float[] numbers = tensor.toFloats();
    int inner = Math.toIntExact(shape.strides()[1]);
    for (int begin = 0, plane = 0; begin < numbers.length; begin += inner, plane++) {
      moments.add(numbers, begin, begin + inner, plane % moments.channels());
    }
    double positions = (double) numbers.length / moments.channels();
    for (int channel = 0; channel < moments.channels(); channel++) {
      moments.mean[channel] /= positions;
      moments.square[channel] /= positions;
    }
    return moments;
  }

  private void add(float[] numbers, int begin, int end, int channel) {
    float least = 0;
    float most = 0;
    double sum = 0;
    double squares = 0;
    for (int i = begin; i < end; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
      sum += numbers[i];
      squares += (double) numbers[i] * numbers[i];
    }
    low[channel] = Math.min(low[channel], least);
    high[channel] = Math.max(high[channel], most);
    mean[channel] += sum;
    square[channel] += squares;
  }

  /** Those of several tensors of one shape, always merged in the same order. */
  static ChannelMoments of(List<ChannelMoments> parts) {
    ChannelMoments merged = new ChannelMoments(parts.getFirst().channels());
    for (ChannelMoments part : parts) {
      for (int channel = 0; channel < merged.channels(); channel++) {
        merged.low[channel] = Math.min(merged.low[channel], part.low[channel]);
        merged.high[channel] = Math.max(merged.high[channel], part.high[channel]);
        merged.mean[channel] += part.mean[channel] / parts.size();
        merged.square[channel] += part.square[channel] / parts.size();
      }
    }
    return merged;
  }

  /**
   * The same, with a share of the squared means taken out of the mean squares.
   *
   * @param share 0 for none, 1 for variances
   */
  ChannelMoments centred(double share) {
    ChannelMoments centred = of(List.of(this));
    for (int channel = 0; channel < channels(); channel++) {
      centred.square[channel] =
          Math.max(0, square[channel] - share * mean[channel] * mean[channel]);
    }
    return centred;
  }

  int channels() {
    return low.length;
  }

  double low(int channel) {
    return low[channel];
  }

  double high(int channel) {
    return high[channel];
  }

  /** The mean of the squares of a channel. */
  double square(int channel) {
    return square[channel];
  }

  /** The same numbers with one channel multiplied by a positive factor. */
  void scale(int channel, double factor) {
    low[channel] *= factor;
    high[channel] *= factor;
    mean[channel] *= factor;
    square[channel] *= factor * factor;
  }
}
