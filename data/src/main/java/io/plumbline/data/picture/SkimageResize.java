package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * Resizes as skimage.transform.resize is documented to: a Gaussian of deviation {@code (factor −
 * 1)/2} along each axis that shrinks by {@code factor}, then a spline. The range of values is kept
 * as it is; the result is clipped to the range of the input.
 *
 * @param order of the spline: 0 nearest, 1 bilinear, 2 biquadratic, 3 bicubic, 4 biquartic, 5
 *     biquintic
 * @param antialias whether to smooth before shrinking, for orders above 0
 */
public record SkimageResize(int height, int width, int order, boolean antialias, DType dtype)
    implements Transformer {
  /** A Gaussian reaches this many deviations far. */
  private static final double TRUNCATE = 4;

  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("ResizeTransformer");
    int rows = picture.shape().intDim(0);
    int columns = picture.shape().intDim(1);
    picture.requireMakes(height, columns, "ResizeTransformer");
    int channels = picture.shape().intDim(2);
    double[] pixels = doubles(picture.pixels());
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double pixel : pixels) {
      low = Math.min(low, pixel);
      high = Math.max(high, pixel);
    }
    if (antialias && order > 0) {
      pixels = smooth(pixels, 1, rows, columns * channels, (double) rows / height);
      pixels = smooth(pixels, rows, columns, channels, (double) columns / width);
    }
    pixels = along(pixels, 1, rows, columns * channels, new Spline(order, rows, height), height);
    pixels = along(pixels, height, columns, channels, new Spline(order, columns, width), width);
    float[] result = new float[pixels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) Math.clamp(pixels[i], low, high);
    }
    return picture.with(Tensor.of(Shape.of(height, width, channels), result)).as(dtype);
  }

  private static double[] doubles(Tensor pixels) {
    float[] values = pixels.toFloats();
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Replaces the lines along one axis of an outer × size × inner block. */
  private static double[] along(
      double[] source, int outer, int size, int inner, Spline spline, int newSize) {
    double[] target = new double[outer * newSize * inner];
    double[] line = new double[size];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        for (int k = 0; k < size; k++) {
          line[k] = source[(o * size + k) * inner + i];
        }
        double[] result = spline.apply(line);
        for (int k = 0; k < newSize; k++) {
          target[(o * newSize + k) * inner + i] = result[k];
        }
      }
    }
    return target;
  }

  private static double[] smooth(double[] source, int outer, int size, int inner, double factor) {
    double deviation = Math.max(0, (factor - 1) / 2);
    if (deviation == 0) {
      return source;
    }
    double[] kernel = gaussian(deviation);
    int radius = kernel.length / 2;
    double[] target = new double[source.length];
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < size; k++) {
        for (int tap = -radius; tap <= radius; tap++) {
          int from = (o * size + Spline.mirrored(k + tap, size)) * inner;
          int to = (o * size + k) * inner;
          for (int i = 0; i < inner; i++) {
            target[to + i] += kernel[tap + radius] * source[from + i];
          }
        }
      }
    }
    return target;
  }

  private static double[] gaussian(double deviation) {
    int radius = (int) (TRUNCATE * deviation + 0.5);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = StrictMath.exp(-0.5 * i * i / (deviation * deviation));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }
}
