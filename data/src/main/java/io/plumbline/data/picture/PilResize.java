package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;

/**
 * Resizes 8-bit pictures as Pillow does: a filter whose support grows with the reduction, in fixed
 * point with 22 fractional bits, rows first and columns of the rounded result then.
 *
 * @param height in pixels; 0 stands for a short side of {@code width}, the other in proportion and
 *     truncated
 * @param width in pixels
 */
public record PilResize(int height, int width, PilFilter filter) implements Transformer {
  private static final int PRECISION = 32 - 8 - 2;

  /** The pixels that make one pixel of the result, and their weights. */
  private static final class Window {
    final int first;
    final int[] weights;

    Window(int index, double scale, int size, PilFilter filter) {
      double reduction = Math.max(scale, 1);
      double support = filter.support() * reduction;
      double centre = (index + 0.5) * scale;
      first = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(size, (int) (centre + support + 0.5));
      double[] real = new double[Math.max(0, end - first)];
      double sum = 0;
      for (int i = 0; i < real.length; i++) {
        real[i] = filter.weight((i + first - centre + 0.5) / reduction);
        sum += real[i];
      }
      weights = new int[real.length];
      for (int i = 0; i < real.length; i++) {
        double fixed = (sum == 0 ? real[i] : real[i] / sum) * (1 << PRECISION);
        weights[i] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
      }
    }
  }

  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("PILResizeTransformer");
    Picture bytes = picture.as(DType.UINT8);
    int oldHeight = picture.shape().intDim(0);
    int oldWidth = picture.shape().intDim(1);
    boolean upright = oldHeight >= oldWidth;
    long wide = height > 0 || upright ? width : (long) width * oldWidth / oldHeight;
    long high = height > 0 ? height : upright ? (long) width * oldHeight / oldWidth : width;
    picture.requireMakes(high, wide, "PILResizeTransformer");
    picture.requireMakes(oldHeight, wide, "PILResizeTransformer");
    int newWidth = (int) wide;
    int newHeight = (int) high;
    if (newHeight == oldHeight && newWidth == oldWidth) {
      return bytes;
    }
    int channels = picture.shape().intDim(2);
    byte[] pixels = bytes.pixels().toBytes();
    byte[] rows =
        resample(
            pixels,
            oldHeight,
            oldWidth,
            newWidth,
            channels,
            channels,
            oldWidth * channels,
            newWidth * channels);
    byte[] result =
        resample(
            rows,
            newWidth,
            oldHeight,
            newHeight,
            newWidth * channels,
            channels,
            channels,
            channels);
    return picture.with(
        Elements.bytes(DType.UINT8, Shape.of(newHeight, newWidth, channels), result));
  }

  /**
   * Resamples one axis.
   *
   * @param lines how many lines run along the axis
   * @param step bytes from a pixel to the next along the axis, before and after
   * @param oldLine bytes from a line to the next, before
   * @param newLine bytes from a line to the next, after
   */
  private byte[] resample(
      byte[] source,
      int lines,
      int size,
      int newSize,
      int step,
      int channels,
      int oldLine,
      int newLine) {
    byte[] target = new byte[(int) ((long) source.length / size * newSize)];
    double scale = (double) size / newSize;
    for (int i = 0; i < newSize; i++) {
      if (filter == PilFilter.NEAREST || size == newSize) {
        int from = size == newSize ? i : Math.min((int) ((i + 0.5) * scale), size - 1);
        for (int line = 0; line < lines; line++) {
          System.arraycopy(
              source, line * oldLine + from * step, target, line * newLine + i * step, channels);
        }
        continue;
      }
      Window window = new Window(i, scale, size, filter);
      for (int line = 0; line < lines; line++) {
        for (int channel = 0; channel < channels; channel++) {
          int at = line * oldLine + window.first * step + channel;
          target[line * newLine + i * step + channel] = sum(source, at, step, window.weights);
        }
      }
    }
    return target;
  }

  private static byte sum(byte[] source, int at, int step, int[] weights) {
    int sum = 1 << (PRECISION - 1);
    for (int i = 0; i < weights.length; i++) {
      sum += (source[at + i * step] & 0xff) * weights[i];
    }
    return (byte) Math.clamp(sum >> PRECISION, 0, 255);
  }
}
