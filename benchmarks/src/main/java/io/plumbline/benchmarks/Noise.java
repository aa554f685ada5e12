package io.plumbline.benchmarks;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Random;

/** Inputs for measurements. */
final class Noise {
  private Noise() {}

  /** Independent normal numbers, the same for the same seed. */
  static Tensor of(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }
}
