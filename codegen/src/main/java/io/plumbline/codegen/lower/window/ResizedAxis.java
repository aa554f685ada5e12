package io.plumbline.codegen.lower.window;

import io.plumbline.graph.op.Resize;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which elements of an axis each output element is made of, and with which weights (ONNX operator
 * specification, Resize). Places are computed in float32, as ONNX Runtime does, so that ties of
 * nearest fall alike; weights are float32 of double arithmetic on them.
 *
 * @param indices int64 [outputs, taps]
 * @param weights float32 [outputs, taps]
 */
public record ResizedAxis(Tensor indices, Tensor weights) {
  static ResizedAxis of(Resize resize, int axis, int extent, int outputs) {
    float scale =
        resize.sizes().isEmpty() ? resize.scales().get(axis) : (float) outputs / (float) extent;
    if (scale == 1 && outputs == extent) {
      return identity(extent);
    }
    float[] places = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      places[i] = place(resize.coordinates(), i, scale, extent, outputs);
    }
    return switch (resize.mode()) {
      case NEAREST -> nearest(resize.nearest(), places, extent);
      case LINEAR -> linear(places, extent);
      case CUBIC -> cubic(resize, places, extent);
    };
  }

  static ResizedAxis identity(int extent) {
    float[] ones = new float[extent];
    Arrays.fill(ones, 1);
    return new ResizedAxis(
        Tensor.of(Shape.of(extent, 1), LongStream.range(0, extent).toArray()),
        Tensor.of(Shape.of(extent, 1), ones));
  }

  /** Whether every element stays where it is. */
  boolean isIdentity(int extent) {
    return indices.shape().equals(Shape.of(extent, 1))
        && IntStream.range(0, extent).allMatch(i -> indices.getLong(i) == i);
  }

  /** The picks of an axis with one element for each output. */
  Tensor picks() {
    return indices.reshape(Shape.of(indices.elements()));
  }

  private static float place(
      Resize.Coordinates coordinates, int i, float scale, int extent, int outputs) {
    return switch (coordinates) {
      case HALF_PIXEL -> halfPixel(i, scale);
      case PYTORCH_HALF_PIXEL -> outputs > 1 ? halfPixel(i, scale) : 0;
      case HALF_PIXEL_SYMMETRIC -> {
        float adjustment = outputs / (scale * extent);
        float offset = extent / 2f * (1 - adjustment);
        yield offset + halfPixel(i, scale);
      }
      case ALIGN_CORNERS -> outputs == 1 ? 0 : (float) i * (extent - 1) / (outputs - 1);
      case ASYMMETRIC -> i / scale;
    };
  }

  private static float halfPixel(int i, float scale) {
    return (i + 0.5f) / scale - 0.5f;
  }

  private static ResizedAxis nearest(Resize.Nearest rule, float[] places, int extent) {
    long[] picks = new long[places.length];
    float[] weights = new float[places.length];
    for (int i = 0; i < picks.length; i++) {
      double place = places[i];
      double rounded =
          switch (rule) {
            case FLOOR -> Math.floor(place);
            case CEIL -> Math.ceil(place);
            case ROUND_PREFER_FLOOR -> Math.ceil(place - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(place + 0.5);
          };
      picks[i] = Math.clamp((long) rounded, 0, extent - 1);
      weights[i] = 1;
    }
    Shape shape = Shape.of(picks.length, 1);
    return new ResizedAxis(Tensor.of(shape, picks), Tensor.of(shape, weights));
  }

  private static ResizedAxis linear(float[] places, int extent) {
    long[] indices = new long[2 * places.length];
    float[] weights = new float[2 * places.length];
    for (int i = 0; i < places.length; i++) {
      float place = Math.clamp(places[i], 0f, extent - 1f);
      int below = (int) place;
      indices[2 * i] = below;
      indices[2 * i + 1] = Math.min(below + 1, extent - 1);
      weights[2 * i] = 1 - (place - below);
      weights[2 * i + 1] = place - below;
    }
    Shape shape = Shape.of(places.length, 2);
    return new ResizedAxis(Tensor.of(shape, indices), Tensor.of(shape, weights));
  }

  /**
   * Cubic convolution (R. Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981,
   * equation 4) of the four elements around a place.
   */
  private static ResizedAxis cubic(Resize resize, float[] places, int extent) {
    long[] indices = new long[4 * places.length];
    float[] weights = new float[4 * places.length];
    for (int i = 0; i < places.length; i++) {
      int below = (int) Math.floor(places[i]);
      double[] taps = new double[4];
      double total = 0;
      for (int tap = 0; tap < 4; tap++) {
        int index = below - 1 + tap;
        boolean outside = index < 0 || index >= extent;
        taps[tap] =
            outside && resize.excludeOutside()
                ? 0
                : keys(Math.abs(places[i] - index), resize.cubicCoefficient());
        total += taps[tap];
        indices[4 * i + tap] = Math.clamp(index, 0, extent - 1);
      }
      for (int tap = 0; tap < 4; tap++) {
        weights[4 * i + tap] = (float) (resize.excludeOutside() ? taps[tap] / total : taps[tap]);
      }
    }
    Shape shape = Shape.of(places.length, 4);
    return new ResizedAxis(Tensor.of(shape, indices), Tensor.of(shape, weights));
  }

  private static double keys(double distance, double a) {
    double d = distance;
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }
}
