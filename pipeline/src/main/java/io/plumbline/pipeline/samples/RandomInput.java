package io.plumbline.pipeline.samples;

import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Random;
import java.util.stream.IntStream;

/** Numbers without meaning for an input. */
public final class RandomInput {
  private static final int LEVELS = 256;

  private RandomInput() {}

  /**
   * Pixels from 0 to 255, or normal deviates; zeros for what is not float32. Open extents are 1.
   *
   * @param picture whether the input takes pictures
   */
  public static Tensor of(Port port, boolean picture, Random numbers) {
    Shape shape = Shape.of(port.dims().stream().mapToLong(dim -> dim < 0 ? 1 : dim).toArray());
    if (port.dtype() != DType.FLOAT32) {
      return Tensor.allocate(port.dtype(), shape);
    }
    float[] values = new float[Math.toIntExact(shape.elements())];
    IntStream.range(0, values.length)
        .forEach(
            i -> values[i] = picture ? numbers.nextInt(LEVELS) : (float) numbers.nextGaussian());
    return Tensor.of(shape, values);
  }
}
