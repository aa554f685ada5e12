package io.plumbline.data.inspect;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureLayout;
import java.util.Optional;

/**
 * How much neighbouring pixels differ, under each way the same elements could be a picture. In
 * natural pictures neighbours are alike, so the true layout has the smallest differences by far.
 *
 * @param declared mean absolute difference of neighbours in a row plus that of neighbours in a
 *     column, as the input is declared
 * @param otherLayout the same with channels last instead of first, or first instead of last
 * @param swapped the same with height and width exchanged; NaN when they are equal
 */
record Smoothness(double declared, double otherLayout, double swapped) {
  private static final int POSITIONS = 16_384;

  /** Measures the first picture of a batch; empty for what is no picture of three channels. */
  static Optional<Smoothness> of(float[] values, ExpectedInput expected) {
    Optional<PictureLayout> layout = expected.effectiveLayout();
    if (layout.isEmpty() || !expected.isPicture() || values.length == 0) {
      return Optional.empty();
    }
    Shape shape = expected.shape();
    int channels = shape.intDim(layout.get().channelAxis());
    int height = shape.intDim(layout.get().heightAxis());
    int width = shape.intDim(layout.get().heightAxis() + 1);
    int length = channels * height * width;
    int longest = Math.max(height, width) * channels;
    int end = length - longest;
    double planar = differences(values, end, 1, width);
    double interleaved = differences(values, end, channels, channels * width);
    boolean isPlanar = layout.get() == PictureLayout.NCHW;
    int pixel = isPlanar ? 1 : channels;
    double swapped = height == width ? Double.NaN : differences(values, end, pixel, pixel * height);
    return Optional.of(
        new Smoothness(
            isPlanar ? planar : interleaved,
            channels == 1 ? Double.NaN : isPlanar ? interleaved : planar,
            swapped));
  }

  /** The mean at evenly spread positions, the same for every pair of distances. */
  private static double differences(float[] values, int end, int nextColumn, int nextRow) {
    int step = Math.max(1, end / POSITIONS) | 1;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < end; i += step) {
      sum += Math.abs(values[i] - values[i + nextColumn]);
      sum += Math.abs(values[i] - values[i + nextRow]);
      count++;
    }
    return count == 0 ? 0 : sum / count;
  }
}
