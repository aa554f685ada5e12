package io.plumbline.runtime.cases;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.SplittableRandom;

/** Test data from explicit seeds. */
final class Integers {
  private final SplittableRandom random;

  Integers(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Uniform over the range of a dtype, with one element in eight at a limit. */
  int[] of(DType dtype, long count) {
    return between(dtype.minimum(), dtype.maximum(), count);
  }

  int[] between(int low, int high, long count) {
    int[] values = new int[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(16)) {
            case 0 -> low;
            case 1 -> high;
            default -> random.nextInt(low, high + 1);
          };
    }
    return values;
  }

  /** Symmetric weights, −127…127. */
  Tensor weights(long... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.ofIntegers(DType.INT8, shape, between(-127, 127, shape.elements()));
  }

  Tensor tensor(DType dtype, long... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.ofIntegers(dtype, shape, of(dtype, shape.elements()));
  }

  /** float32 uniform in [−limit, limit). */
  Tensor reals(float limit, long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextFloat() * 2 - 1) * limit;
    }
    return Tensor.of(shape, values);
  }

  float scale() {
    return 0.01f + random.nextFloat() * 0.05f;
  }
}
