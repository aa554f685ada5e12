package io.plumbline.data.inspect;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Pictures of soft hills of colour with a little noise, different for every seed. */
final class Scenery {
  private Scenery() {}

  /** 1 × 3 × height × width, 0…255. */
  static Tensor planar(int seed, int height, int width) {
    return Tensor.of(Shape.of(1, 3, height, width), values(seed, height, width, false));
  }

  /** 1 × height × width × 3, 0…255. */
  static Tensor interleaved(int seed, int height, int width) {
    return Tensor.of(Shape.of(1, height, width, 3), values(seed, height, width, true));
  }

  static Tensor map(Tensor tensor, DoubleUnaryOperator change) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) change.applyAsDouble(values[i]);
    }
    return Tensor.of(tensor.shape(), values);
  }

  static float[] values(int seed, int height, int width, boolean interleaved) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[3 * height * width];
    for (int channel = 0; channel < 3; channel++) {
      double across = 2 + 4 * random.nextDouble();
      double down = 2 + 4 * random.nextDouble();
      double phase = 6 * random.nextDouble();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double wave =
              Math.sin(across * x / width + phase) * Math.cos(down * y / height + 2 * phase);
          double value = 127.5 + 115 * wave + 10 * (random.nextDouble() - 0.5);
          int place =
              interleaved
                  ? (y * width + x) * 3 + channel
                  : channel * height * width + y * width + x;
          values[place] = (float) Math.rint(Math.clamp(value, 0, 255));
        }
      }
    }
    return values;
  }
}
